package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A callable statement; what it calls may reach a mapped table as any text may. */
final class CrossfadeCallableStatement extends ForwardingCallableStatement {
  private final Map<Integer, OutBinding> outs = new TreeMap<>();

  CrossfadeCallableStatement(
      CrossfadeConnection connection, Preparation preparation, PlannedText planned)
      throws SQLException {
    super(connection, preparation, planned);
  }

  @Override
  void checkAlone(PlannedText plan) throws SQLException {
    CrossfadeConnection.refuseFollowed(plan);
  }

  @Override
  int place(int parameterIndex) throws SQLException {
    ParameterPlaces places = places();
    if (places == null) {
      return parameterIndex;
    }
    checkRange(parameterIndex, places.parameters());
    return places.first(parameterIndex - 1) + 1;
  }

  @Override
  void bindOut(int parameter, OutBinding binding) throws SQLException {
    binding.apply((CallableStatement) inner(), place(parameter));
    outs.put(parameter, binding);
  }

  @Override
  boolean outParameter(int parameter) {
    return outs.containsKey(parameter);
  }

  @Override
  void bindAll(
      PreparedStatement target, @Nullable ParameterPlaces targetPlaces, @Nullable Binding[] row)
      throws SQLException {
    for (Map.Entry<Integer, OutBinding> out : outs.entrySet()) {
      int place = targetPlaces == null ? out.getKey() : targetPlaces.first(out.getKey() - 1) + 1;
      out.getValue().apply((CallableStatement) target, place);
    }
    super.bindAll(target, targetPlaces, row);
  }

  @Override
  public Object getObject(int parameterIndex) throws SQLException {
    return owned(super.getObject(parameterIndex));
  }

  @Override
  public Object getObject(int parameterIndex, Map<String, Class<?>> map) throws SQLException {
    return owned(super.getObject(parameterIndex, map));
  }
}
