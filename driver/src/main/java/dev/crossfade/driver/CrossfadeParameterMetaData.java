package dev.crossfade.driver;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** The application's parameters, each as the first place that takes it. */
final class CrossfadeParameterMetaData extends ForwardingParameterMetaData {
  private final ParameterPlaces places;

  CrossfadeParameterMetaData(ParameterMetaData inner, ParameterPlaces places) {
    super(inner);
    this.places = places;
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
    return inner.isNullable(place(param));
  }

  @Override
  public boolean isSigned(int param) throws SQLException {
    return inner.isSigned(place(param));
  }

  @Override
  public int getPrecision(int param) throws SQLException {
    return inner.getPrecision(place(param));
  }

  @Override
  public int getScale(int param) throws SQLException {
    return inner.getScale(place(param));
  }

  @Override
  public int getParameterType(int param) throws SQLException {
    return inner.getParameterType(place(param));
  }

  @Override
  public String getParameterTypeName(int param) throws SQLException {
    return inner.getParameterTypeName(place(param));
  }

  @Override
  public String getParameterClassName(int param) throws SQLException {
    return inner.getParameterClassName(place(param));
  }

  @Override
  public int getParameterMode(int param) throws SQLException {
    return inner.getParameterMode(place(param));
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
