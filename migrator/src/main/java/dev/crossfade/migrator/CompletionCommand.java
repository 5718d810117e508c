package dev.crossfade.migrator;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade completion}. */
@Command(
    name = "completion",
    header = "Prints a completion script for bash and zsh.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(crossfade completion)                                     for this shell, bash or zsh",
      "  crossfade completion > /etc/bash_completion.d/crossfade            for everybody"
    })
final class CompletionCommand implements Callable<Integer> {
  // Picocli fills it in before it calls.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("crossfade", spec.root().commandLine()));
    out.flush();
    return 0;
  }
}
