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

  private RenamedTables renamed() {
    return new RenamedTables(connection.inner, connection.session);
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
    return connection.adopt(renamed()
        .matching(
            schemaPattern,
            tableNamePattern,
            List.of("TABLE_TYPE", "TABLE_SCHEM", "TABLE_NAME"),
            (schema, table) -> inner.getTables(catalog, schema, table, types)));
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
    ResultSet answer = renamed()
        .matching(
            schemaPattern,
            tableNamePattern,
            List.of("TABLE_SCHEM", "TABLE_NAME"),
            (schema, table) -> inner.getColumns(catalog, schema, table, null));
    return connection.adopt(shapes.columns(answer, columnNamePattern));
  }

  @Override
  public ResultSet getColumnPrivileges(
      String catalog, String schema, String table, String columnNamePattern) throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = renamed()
        .named(
            schema,
            table,
            (its, name) -> inner.getColumnPrivileges(catalog, its, name, columnNamePattern));
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of(""), "COLUMN_NAME", false));
  }

  @Override
  public ResultSet getTablePrivileges(String catalog, String schemaPattern, String tableNamePattern)
      throws SQLException {
    return connection.adopt(renamed()
        .matching(
            schemaPattern,
            tableNamePattern,
            List.of("TABLE_SCHEM", "TABLE_NAME"),
            (schema, table) -> inner.getTablePrivileges(catalog, schema, table)));
  }

  @Override
  public ResultSet getBestRowIdentifier(
      String catalog, String schema, String table, int scope, boolean nullable)
      throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = renamed()
        .named(
            schema,
            table,
            (its, name) -> inner.getBestRowIdentifier(catalog, its, name, scope, nullable));
    return connection.adopt(shapes.none() ? answer : shapes.bestRow(answer, schema, table));
  }

  @Override
  public ResultSet getVersionColumns(String catalog, String schema, String table)
      throws SQLException {
    return connection.adopt(
        renamed().named(schema, table, (its, name) -> inner.getVersionColumns(catalog, its, name)));
  }

  @Override
  public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer =
        renamed().named(schema, table, (its, name) -> inner.getPrimaryKeys(catalog, its, name));
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of(""), "PK_NAME", true));
  }

  @Override
  public ResultSet getImportedKeys(String catalog, String schema, String table)
      throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = renamed()
        .keys(
            null,
            null,
            schema,
            table,
            (ps, p, its, name) -> inner.getImportedKeys(catalog, its, name));
    return connection.adopt(
        shapes.none() ? answer : shapes.keys(answer, List.of("PK", "FK"), "FK_NAME", false));
  }

  @Override
  public ResultSet getExportedKeys(String catalog, String schema, String table)
      throws SQLException {
    ColumnShapes shapes = shapes();
    ResultSet answer = renamed()
        .keys(
            schema,
            table,
            null,
            null,
            (its, name, cs, c) -> inner.getExportedKeys(catalog, its, name));
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
    ResultSet answer = renamed()
        .keys(
            parentSchema,
            parentTable,
            foreignSchema,
            foreignTable,
            (parents, parent, children, child) -> inner.getCrossReference(
                parentCatalog, parents, parent, foreignCatalog, children, child));
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
    ResultSet answer = renamed()
        .named(
            schema,
            table,
            (its, name) -> inner.getIndexInfo(catalog, its, name, unique, approximate));
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
