package dev.crossfade.driver;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What the database says of itself: pgjdbc's answers, with the columns that the application's shape has. */
final class CrossfadeDatabaseMetaData extends ForwardingDatabaseMetaData {
  private final CrossfadeConnection connection;

  CrossfadeDatabaseMetaData(CrossfadeConnection connection, DatabaseMetaData inner) {
    super(inner);
    this.connection = connection;
  }

  private ColumnShapes shapes() {
    return new ColumnShapes(connection.inner, connection.session);
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public ResultSet getProcedures(String catalog, String schemaPattern, String procedureNamePattern)
      throws SQLException {
    return connection.adopt(inner.getProcedures(catalog, schemaPattern, procedureNamePattern));
  }

  @Override
  public ResultSet getProcedureColumns(
      String catalog, String schemaPattern, String procedureNamePattern, String columnNamePattern)
      throws SQLException {
    return connection.adopt(
        inner.getProcedureColumns(catalog, schemaPattern, procedureNamePattern, columnNamePattern));
  }

  @Override
  public ResultSet getTables(
      String catalog, String schemaPattern, String tableNamePattern, String[] types)
      throws SQLException {
    return connection.adopt(inner.getTables(catalog, schemaPattern, tableNamePattern, types));
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return connection.adopt(inner.getSchemas());
  }

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return connection.adopt(inner.getCatalogs());
  }

  @Override
  public ResultSet getTableTypes() throws SQLException {
    return connection.adopt(inner.getTableTypes());
  }

  @Override
  public ResultSet getColumns(
      String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
      throws SQLException {
    ColumnShapes shapes = shapes();
    if (shapes.none()) {
      return connection.adopt(
          inner.getColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
    }
    return connection.adopt(shapes.columns(
        inner.getColumns(catalog, schemaPattern, tableNamePattern, null), columnNamePattern));
  }

  @Override
  public ResultSet getColumnPrivileges(
      String catalog, String schema, String table, String columnNamePattern) throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = inner.getColumnPrivileges(catalog, schema, table, columnNamePattern);
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of(""), "COLUMN_NAME", false));
  }

  @Override
  public ResultSet getTablePrivileges(String catalog, String schemaPattern, String tableNamePattern)
      throws SQLException {
    return connection.adopt(inner.getTablePrivileges(catalog, schemaPattern, tableNamePattern));
  }

  @Override
  public ResultSet getBestRowIdentifier(
      String catalog, String schema, String table, int scope, boolean nullable)
      throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = inner.getBestRowIdentifier(catalog, schema, table, scope, nullable);
    return connection.adopt(shapes.none() ? answer : shapes.bestRow(answer, schema, table));
  }

  @Override
  public ResultSet getVersionColumns(String catalog, String schema, String table)
      throws SQLException {
    return connection.adopt(inner.getVersionColumns(catalog, schema, table));
  }

  @Override
  public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = inner.getPrimaryKeys(catalog, schema, table);
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of(""), "PK_NAME", true));
  }

  @Override
  public ResultSet getImportedKeys(String catalog, String schema, String table)
      throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = inner.getImportedKeys(catalog, schema, table);
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of("PK", "FK"), "FK_NAME", false));
  }

  @Override
  public ResultSet getExportedKeys(String catalog, String schema, String table)
      throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = inner.getExportedKeys(catalog, schema, table);
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of("PK", "FK"), "FK_NAME", false));
  }

  @Override
  public ResultSet getCrossReference(
      String parentCatalog,
      String parentSchema,
      String parentTable,
      String foreignCatalog,
      String foreignSchema,
      String foreignTable)
      throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = inner.getCrossReference(
        parentCatalog, parentSchema, parentTable, foreignCatalog, foreignSchema, foreignTable);
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of("PK", "FK"), "FK_NAME", false));
  }

  @Override
  public ResultSet getTypeInfo() throws SQLException {
    return connection.adopt(inner.getTypeInfo());
  }

  @Override
  public ResultSet getIndexInfo(
      String catalog, String schema, String table, boolean unique, boolean approximate)
      throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = inner.getIndexInfo(catalog, schema, table, unique, approximate);
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of(""), "INDEX_NAME", false));
  }

  @Override
  public ResultSet getUDTs(
      String catalog, String schemaPattern, String typeNamePattern, int[] types)
      throws SQLException {
    return connection.adopt(inner.getUDTs(catalog, schemaPattern, typeNamePattern, types));
  }

  @Override
  public ResultSet getSuperTypes(String catalog, String schemaPattern, String typeNamePattern)
      throws SQLException {
    return connection.adopt(inner.getSuperTypes(catalog, schemaPattern, typeNamePattern));
  }

  @Override
  public ResultSet getSuperTables(String catalog, String schemaPattern, String tableNamePattern)
      throws SQLException {
    return connection.adopt(inner.getSuperTables(catalog, schemaPattern, tableNamePattern));
  }

  @Override
  public ResultSet getAttributes(
      String catalog, String schemaPattern, String typeNamePattern, String attributeNamePattern)
      throws SQLException {
    return connection.adopt(
        inner.getAttributes(catalog, schemaPattern, typeNamePattern, attributeNamePattern));
  }

  @Override
  public ResultSet getSchemas(String catalog, String schemaPattern) throws SQLException {
    return connection.adopt(inner.getSchemas(catalog, schemaPattern));
  }

  @Override
  public ResultSet getClientInfoProperties() throws SQLException {
    return connection.adopt(inner.getClientInfoProperties());
  }

  @Override
  public ResultSet getFunctions(String catalog, String schemaPattern, String functionNamePattern)
      throws SQLException {
    return connection.adopt(inner.getFunctions(catalog, schemaPattern, functionNamePattern));
  }

  @Override
  public ResultSet getFunctionColumns(
      String catalog, String schemaPattern, String functionNamePattern, String columnNamePattern)
      throws SQLException {
    return connection.adopt(
        inner.getFunctionColumns(catalog, schemaPattern, functionNamePattern, columnNamePattern));
  }

  @Override
  public ResultSet getPseudoColumns(
      String catalog, String schemaPattern, String tableNamePattern, String columnNamePattern)
      throws SQLException {
    return connection.adopt(
        inner.getPseudoColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
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
