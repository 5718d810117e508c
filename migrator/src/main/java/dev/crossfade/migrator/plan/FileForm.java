package dev.crossfade.migrator.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** For whom a plan is written to files. */
public enum FileForm {
  /** One script per stage, for {@code psql -f}, which must not wrap it in a transaction. */
  PSQL,
  /** One versioned migration per step, so that no lock outlives its step; a script configuration file beside those that can't be in a transaction. */
  FLYWAY,
  /** One formatted SQL changelog per stage, with a changeset per step. */
  LIQUIBASE;

  private static final String TIMEOUT = "lock_timeout = '500ms'";

  /** The word of the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The form with this label. */
  public static Optional<FileForm> ofLabel(String label) {
    return Arrays.stream(values()).filter(form -> form.label().equals(label)).findFirst();
  }

  /**
   * File names and contents.
   *
   * @param version the first part of Flyway's versions
   */
  public Map<String, String> files(Plan plan, String version) {
    Map<String, String> files = new LinkedHashMap<>();
    if (this == FLYWAY) {
      flyway(plan, version, files);
      return files;
    }
    for (Stage stage : Stage.values()) {
      List<Step> steps = plan.of(stage);
      if (!steps.isEmpty()) {
        files.put(
            (stage.ordinal() + 1) + "-" + stage + ".sql",
            this == PSQL ? psql(stage, steps) : liquibase(steps));
      }
    }
    return files;
  }

  private static String psql(Stage stage, List<Step> steps) {
    StringBuilder sql = new StringBuilder("-- Crossfade, " + stage
        + ". For psql -f, without --single-transaction: each statement commits by itself.\n\\set ON_ERROR_STOP on\nSET "
        + TIMEOUT + ";\n");
    boolean limited = true;
    for (Step step : steps) {
      sql.append('\n').append(comments(step, "-- "));
      if (limited != step.transactional()) {
        limited = step.transactional();
        sql.append(
            limited
                ? "SET " + TIMEOUT + ";\n"
                : "-- It waits for transactions, and nobody waits for it.\nSET lock_timeout = 0;\n");
      }
      sql.append(step.sql()).append(";\n");
    }
    return sql.toString();
  }

  private static void flyway(Plan plan, String version, Map<String, String> files) {
    int number = 1;
    for (Step step : plan.steps()) {
      String name = "V" + version + "." + number + "__crossfade_"
          + slug(step.migration() + " " + step.title(), "_") + ".sql";
      number++;
      StringBuilder sql = new StringBuilder(comments(step, "-- "));
      StringBuilder settings = new StringBuilder();
      if (step.transactional()) {
        sql.append("SET LOCAL " + TIMEOUT + ";\n");
      } else {
        sql.append(
            "-- Flyway's own lock would be waited for: set flyway.postgresql.transactional.lock=false.\n");
        settings.append("executeInTransaction=false\n");
      }
      if (step.sql().contains("${")) {
        settings.append("placeholderReplacement=false\n");
      }
      files.put(name, sql.append(step.sql()).append(";\n").toString());
      if (!settings.isEmpty()) {
        files.put(name + ".conf", settings.toString());
      }
    }
  }

  private static String liquibase(List<Step> steps) {
    StringBuilder sql = new StringBuilder("--liquibase formatted sql\n");
    Map<String, Integer> ids = new HashMap<>();
    for (Step step : steps) {
      String id = slug(step.migration() + " " + step.stage() + " " + step.title(), "-");
      int times = ids.merge(id, 1, Integer::sum);
      sql.append("\n--changeset crossfade:").append(id).append(times > 1 ? "-" + times : "");
      sql.append(" splitStatements:false")
          .append(step.transactional() ? "" : " runInTransaction:false");
      sql.append("\n--comment: ").append(line(step.title())).append('\n');
      sql.append(comments(step, "-- "));
      if (step.transactional()) {
        sql.append("SET LOCAL " + TIMEOUT + ";\n");
      }
      sql.append(step.sql()).append(";\n");
    }
    return sql.toString();
  }

  private static String comments(Step step, String start) {
    StringBuilder comments = new StringBuilder();
    comments
        .append(start)
        .append(line("[" + step.migration() + "] " + step.title()))
        .append('\n');
    for (Step.Held held : step.locks()) {
      comments.append(start).append(line(held.words())).append('\n');
    }
    if (!step.why().isEmpty()) {
      comments.append(start).append(line(step.why())).append('\n');
    }
    return comments.toString();
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static String slug(String text, String separator) {
    String slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", separator);
    return slug.replaceAll("^[-_]+|[-_]+$", "");
  }
}
