package dev.crossfade.mapping;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads SQL expressions and checks which columns they name. Not thread-safe. */
final class ExpressionReader {
  private final NodeReader nodes;
  private final ExpressionSyntax syntax;
  private final YamlText text;

  ExpressionReader(NodeReader nodes, ExpressionSyntax syntax, YamlText text) {
    this.nodes = nodes;
    this.syntax = syntax;
    this.text = text;
  }

  /** An expression over {@code columns}, which are called {@code whose} in messages; over any if it isn't known which. */
  Optional<Expression> read(
      Node node, Optional<? extends Collection<String>> columns, String whose) {
    Optional<ScalarNode> scalar =
        nodes.fragment(node, "a SQL expression; inside `{ }` one with a comma must be quoted");
    scalar.ifPresent(found -> check(found, columns, whose));
    return scalar.map(found -> new Expression(found.getValue(), nodes.problems().location(found)));
  }

  private void check(
      ScalarNode scalar, Optional<? extends Collection<String>> columns, String whose) {
    Problems problems = nodes.problems();
    if (text.losesOperator(scalar)) {
      problems.add(
          scalar,
          "an expression that ends at ` #`, where YAML begins a comment",
          "quotes around an expression with an operator of `#`");
      return;
    }
    ExpressionSyntax.Reading reading = syntax.read(scalar.getValue());
    if (reading instanceof ExpressionSyntax.Mistake mistake) {
      problems.addMistake(scalar, mistake);
    } else if (reading instanceof ExpressionSyntax.References references) {
      columns.ifPresent(known -> check(scalar, references.columns(), known, whose));
    }
  }

  private void check(
      ScalarNode scalar,
      List<ExpressionSyntax.Reference> references,
      Collection<String> columns,
      String whose) {
    Problems problems = nodes.problems();
    String expected = columns.isEmpty()
        ? "an expression without columns: there are no " + whose
        : "one of the " + whose + " " + String.join(", ", columns);
    references.stream()
        .filter(reference -> !columns.contains(reference.column()))
        .forEach(reference -> problems.add(
            problems.location(scalar, reference.offset()),
            "the column " + Problems.show(reference.column()),
            expected,
            NearName.of(reference.column(), columns)));
  }
}
