package dev.crossfade.driver;

import java.sql.ParameterMetaData;
import java.sql.SQLException;

/** Hands every question about a parameter through. */
abstract class ForwardingParameterMetaData implements ParameterMetaData {
  final ParameterMetaData inner;

  ForwardingParameterMetaData(ParameterMetaData inner) {
    this.inner = inner;
  }

  @Override
  public int getParameterCount() throws SQLException {
    return inner.getParameterCount();
  }

  @Override
  public int isNullable(int param) throws SQLException {
    return inner.isNullable(param);
  }

  @Override
  public boolean isSigned(int param) throws SQLException {
    return inner.isSigned(param);
  }

  @Override
  public int getPrecision(int param) throws SQLException {
    return inner.getPrecision(param);
  }

  @Override
  public int getScale(int param) throws SQLException {
    return inner.getScale(param);
  }

  @Override
  public int getParameterType(int param) throws SQLException {
    return inner.getParameterType(param);
  }

  @Override
  public String getParameterTypeName(int param) throws SQLException {
    return inner.getParameterTypeName(param);
  }

  @Override
  public String getParameterClassName(int param) throws SQLException {
    return inner.getParameterClassName(param);
  }

  @Override
  public int getParameterMode(int param) throws SQLException {
    return inner.getParameterMode(param);
  }
}
