package dev.crossfade.driver;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** The application's parameters, each as the first place that takes it: in the text itself, or else in what is run beside it. */
final class CrossfadeParameterMetaData extends ForwardingParameterMetaData {
  private final ParameterPlaces places;
  private final List<Beside> others;

  /**
   * Of a text that is run beside the application's.
   *
   * @param first how many parameters of its own it has before the application's
   * @param sources for each place behind those the application's parameter, from 0
   */
  record Beside(ParameterMetaData meta, int first, List<Integer> sources) {}

  /** @param others where parameters stand that the text itself doesn't have */
  CrossfadeParameterMetaData(ParameterMetaData inner, ParameterPlaces places, List<Beside> others) {
    super(inner);
    this.places = places;
    this.others = List.copyOf(others);
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(ParameterMetaData meta, int place) throws SQLException;
  }

  private <T> T of(int parameter, Question<T> question) throws SQLException {
    int own = parameter < 1 || parameter > places.parameters() ? -1 : places.first(parameter - 1);
    if (own < 0) {
      for (Beside other : others) {
        int place = other.sources().indexOf(parameter - 1);
        if (place >= 0) {
          return question.ask(other.meta(), other.first() + place + 1);
        }
      }
    }
    return question.ask(inner, place(parameter));
  }

  private int place(int parameter) throws SQLException {
    if (parameter < 1 || parameter > places.parameters()) {
      throw new PSQLException(
          GT.tr(
              "The parameter index is out of range: {0}, number of parameters: {1}.",
              parameter, places.parameters()),
          PSQLState.INVALID_PARAMETER_VALUE);
    }
    int place = places.first(parameter - 1);
    if (place < 0) {
      throw new PSQLException(
          GT.tr("Parameter {0} is not sent to the server.", parameter),
          PSQLState.INVALID_PARAMETER_VALUE);
    }
    return place + 1;
  }

  @Override
  public int getParameterCount() {
    return places.parameters();
  }

  @Override
  public int isNullable(int param) throws SQLException {
    return of(param, ParameterMetaData::isNullable);
  }

  @Override
  public boolean isSigned(int param) throws SQLException {
    return of(param, ParameterMetaData::isSigned);
  }

  @Override
  public int getPrecision(int param) throws SQLException {
    return of(param, ParameterMetaData::getPrecision);
  }

  @Override
  public int getScale(int param) throws SQLException {
    return of(param, ParameterMetaData::getScale);
  }

  @Override
  public int getParameterType(int param) throws SQLException {
    return of(param, ParameterMetaData::getParameterType);
  }

  @Override
  public String getParameterTypeName(int param) throws SQLException {
    return of(param, ParameterMetaData::getParameterTypeName);
  }

  @Override
  public String getParameterClassName(int param) throws SQLException {
    return of(param, ParameterMetaData::getParameterClassName);
  }

  @Override
  public int getParameterMode(int param) throws SQLException {
    return of(param, ParameterMetaData::getParameterMode);
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return Unwrapping.unwrap(this, iface);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
