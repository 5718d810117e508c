package dev.crossfade.driver;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.TimerTask;
import java.util.concurrent.Executor;
import java.util.logging.Logger;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Encoding;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ReplicationProtocol;
import org.postgresql.core.TransactionState;
import org.postgresql.core.TypeInfo;
import org.postgresql.core.Version;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.FieldMetadata;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.jdbc.TimestampUtils;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;
import org.postgresql.util.LruCache;
import org.postgresql.util.PGobject;
import org.postgresql.xml.PGXmlFactoryFactory;

/** Hands every call of a connection through, with those that are PostgreSQL's own. */
@SuppressWarnings("deprecation")
abstract class ForwardingConnection implements BaseConnection {
  final BaseConnection inner;

  ForwardingConnection(BaseConnection inner) {
    this.inner = inner;
  }

  @Override
  public Statement createStatement() throws SQLException {
    return inner.createStatement();
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return inner.prepareStatement(sql);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return inner.prepareCall(sql);
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    return inner.nativeSQL(sql);
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    inner.setAutoCommit(autoCommit);
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return inner.getAutoCommit();
  }

  @Override
  public void commit() throws SQLException {
    inner.commit();
  }

  @Override
  public void rollback() throws SQLException {
    inner.rollback();
  }

  @Override
  public void close() throws SQLException {
    inner.close();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return inner.isClosed();
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    return inner.getMetaData();
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    inner.setReadOnly(readOnly);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return inner.isReadOnly();
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    inner.setCatalog(catalog);
  }

  @Override
  public String getCatalog() throws SQLException {
    return inner.getCatalog();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    inner.setTransactionIsolation(level);
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return inner.getTransactionIsolation();
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return inner.getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    inner.clearWarnings();
  }

  @Override
  public Statement createStatement(int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return inner.createStatement(resultSetType, resultSetConcurrency);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return inner.prepareStatement(sql, resultSetType, resultSetConcurrency);
  }

  @Override
  public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return inner.prepareCall(sql, resultSetType, resultSetConcurrency);
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return inner.getTypeMap();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    inner.setTypeMap(map);
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    inner.setHoldability(holdability);
  }

  @Override
  public int getHoldability() throws SQLException {
    return inner.getHoldability();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return inner.setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return inner.setSavepoint(name);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    inner.rollback(savepoint);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    inner.releaseSavepoint(savepoint);
  }

  @Override
  public Statement createStatement(
      int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException {
    return inner.createStatement(resultSetType, resultSetConcurrency, resultSetHoldability);
  }

  @Override
  public PreparedStatement prepareStatement(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException {
    return inner.prepareStatement(sql, resultSetType, resultSetConcurrency, resultSetHoldability);
  }

  @Override
  public CallableStatement prepareCall(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException {
    return inner.prepareCall(sql, resultSetType, resultSetConcurrency, resultSetHoldability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return inner.prepareStatement(sql, autoGeneratedKeys);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return inner.prepareStatement(sql, columnIndexes);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return inner.prepareStatement(sql, columnNames);
  }

  @Override
  public Clob createClob() throws SQLException {
    return inner.createClob();
  }

  @Override
  public Blob createBlob() throws SQLException {
    return inner.createBlob();
  }

  @Override
  public NClob createNClob() throws SQLException {
    return inner.createNClob();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return inner.createSQLXML();
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    return inner.isValid(timeout);
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    inner.setClientInfo(name, value);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    inner.setClientInfo(properties);
  }

  @Override
  public String getClientInfo(String name) throws SQLException {
    return inner.getClientInfo(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return inner.getClientInfo();
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    return inner.createArrayOf(typeName, elements);
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    return inner.createStruct(typeName, attributes);
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    inner.setSchema(schema);
  }

  @Override
  public String getSchema() throws SQLException {
    return inner.getSchema();
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    inner.abort(executor);
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    inner.setNetworkTimeout(executor, milliseconds);
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return inner.getNetworkTimeout();
  }

  @Override
  public void beginRequest() throws SQLException {
    inner.beginRequest();
  }

  @Override
  public void endRequest() throws SQLException {
    inner.endRequest();
  }

  @Override
  public boolean setShardingKeyIfValid(
      ShardingKey shardingKey, ShardingKey superShardingKey, int timeout) throws SQLException {
    return inner.setShardingKeyIfValid(shardingKey, superShardingKey, timeout);
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey shardingKey, int timeout) throws SQLException {
    return inner.setShardingKeyIfValid(shardingKey, timeout);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey, ShardingKey superShardingKey)
      throws SQLException {
    inner.setShardingKey(shardingKey, superShardingKey);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey) throws SQLException {
    inner.setShardingKey(shardingKey);
  }

  @Override
  public Array createArrayOf(String typeName, Object elements) throws SQLException {
    return inner.createArrayOf(typeName, elements);
  }

  @Override
  public PGNotification[] getNotifications() throws SQLException {
    return inner.getNotifications();
  }

  @Override
  public PGNotification[] getNotifications(int timeoutMillis) throws SQLException {
    return inner.getNotifications(timeoutMillis);
  }

  @Override
  public CopyManager getCopyAPI() throws SQLException {
    return inner.getCopyAPI();
  }

  @Override
  public LargeObjectManager getLargeObjectAPI() throws SQLException {
    return inner.getLargeObjectAPI();
  }

  @Override
  public Fastpath getFastpathAPI() throws SQLException {
    return inner.getFastpathAPI();
  }

  @Deprecated
  @Override
  public void addDataType(String type, String className) {
    inner.addDataType(type, className);
  }

  @Override
  public void addDataType(String type, Class<? extends PGobject> klass) throws SQLException {
    inner.addDataType(type, klass);
  }

  @Override
  public void setPrepareThreshold(int threshold) {
    inner.setPrepareThreshold(threshold);
  }

  @Override
  public int getPrepareThreshold() {
    return inner.getPrepareThreshold();
  }

  @Override
  public void setDefaultFetchSize(int fetchSize) throws SQLException {
    inner.setDefaultFetchSize(fetchSize);
  }

  @Override
  public int getDefaultFetchSize() {
    return inner.getDefaultFetchSize();
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    inner.setQueryTimeout(seconds);
  }

  @Override
  public int getQueryTimeout() {
    return inner.getQueryTimeout();
  }

  @Override
  public int getBackendPID() {
    return inner.getBackendPID();
  }

  @Override
  public void cancelQuery() throws SQLException {
    inner.cancelQuery();
  }

  @Override
  public String escapeIdentifier(String identifier) throws SQLException {
    return inner.escapeIdentifier(identifier);
  }

  @Override
  public String escapeLiteral(String literal) throws SQLException {
    return inner.escapeLiteral(literal);
  }

  @Override
  public PreferQueryMode getPreferQueryMode() {
    return inner.getPreferQueryMode();
  }

  @Override
  public AutoSave getAutosave() {
    return inner.getAutosave();
  }

  @Override
  public void setAutosave(AutoSave autoSave) {
    inner.setAutosave(autoSave);
  }

  @Override
  public PGReplicationConnection getReplicationAPI() {
    return inner.getReplicationAPI();
  }

  @Override
  public void alterUserPassword(String user, char[] newPassword, String encryptionType)
      throws SQLException {
    inner.alterUserPassword(user, newPassword, encryptionType);
  }

  @Override
  public Map<String, String> getParameterStatuses() {
    return inner.getParameterStatuses();
  }

  @Override
  public String getParameterStatus(String parameterName) {
    return inner.getParameterStatus(parameterName);
  }

  @Override
  public void setAdaptiveFetch(boolean adaptiveFetch) {
    inner.setAdaptiveFetch(adaptiveFetch);
  }

  @Override
  public boolean getAdaptiveFetch() {
    return inner.getAdaptiveFetch();
  }

  @Override
  public ResultSet execSQLQuery(String s) throws SQLException {
    return inner.execSQLQuery(s);
  }

  @Override
  public ResultSet execSQLQuery(String s, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return inner.execSQLQuery(s, resultSetType, resultSetConcurrency);
  }

  @Override
  public void execSQLUpdate(String s) throws SQLException {
    inner.execSQLUpdate(s);
  }

  @Override
  public QueryExecutor getQueryExecutor() {
    return inner.getQueryExecutor();
  }

  @Override
  public ReplicationProtocol getReplicationProtocol() {
    return inner.getReplicationProtocol();
  }

  @Override
  public Object getObject(String type, String value, byte[] byteValue) throws SQLException {
    return inner.getObject(type, value, byteValue);
  }

  @Override
  public Encoding getEncoding() throws SQLException {
    return inner.getEncoding();
  }

  @Override
  public TypeInfo getTypeInfo() {
    return inner.getTypeInfo();
  }

  @Override
  public boolean haveMinimumServerVersion(int ver) {
    return inner.haveMinimumServerVersion(ver);
  }

  @Override
  public boolean haveMinimumServerVersion(Version ver) {
    return inner.haveMinimumServerVersion(ver);
  }

  @Override
  public byte[] encodeString(String str) throws SQLException {
    return inner.encodeString(str);
  }

  @Override
  public String escapeString(String str) throws SQLException {
    return inner.escapeString(str);
  }

  @Override
  public boolean getStandardConformingStrings() {
    return inner.getStandardConformingStrings();
  }

  @Deprecated
  @Override
  public TimestampUtils getTimestampUtils() {
    return inner.getTimestampUtils();
  }

  @Override
  public Logger getLogger() {
    return inner.getLogger();
  }

  @Override
  public boolean getStringVarcharFlag() {
    return inner.getStringVarcharFlag();
  }

  @Override
  public TransactionState getTransactionState() {
    return inner.getTransactionState();
  }

  @Override
  public boolean binaryTransferSend(int oid) {
    return inner.binaryTransferSend(oid);
  }

  @Override
  public boolean isColumnSanitiserDisabled() {
    return inner.isColumnSanitiserDisabled();
  }

  @Override
  public void addTimerTask(TimerTask timerTask, long milliSeconds) {
    inner.addTimerTask(timerTask, milliSeconds);
  }

  @Override
  public void purgeTimerTasks() {
    inner.purgeTimerTasks();
  }

  @Override
  public LruCache<FieldMetadata.Key, FieldMetadata> getFieldMetadataCache() {
    return inner.getFieldMetadataCache();
  }

  @Override
  public CachedQuery createQuery(
      String sql, boolean escapeProcessing, boolean isParameterized, String... columnNames)
      throws SQLException {
    return inner.createQuery(sql, escapeProcessing, isParameterized, columnNames);
  }

  @Override
  public void setFlushCacheOnDeallocate(boolean flushCacheOnDeallocate) {
    inner.setFlushCacheOnDeallocate(flushCacheOnDeallocate);
  }

  @Override
  public boolean hintReadOnly() {
    return inner.hintReadOnly();
  }

  @Override
  public PGXmlFactoryFactory getXmlFactoryFactory() throws SQLException {
    return inner.getXmlFactoryFactory();
  }

  @Override
  public boolean getLogServerErrorDetail() {
    return inner.getLogServerErrorDetail();
  }

  @Override
  public boolean getConvertBooleanToNumeric() {
    return inner.getConvertBooleanToNumeric();
  }
}
