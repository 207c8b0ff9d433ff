import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.configuration.ssl.SslPolicyConfig;
import org.neo4j.configuration.ssl.SslPolicyScope;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** A Neo4j server on this machine alone; what it is told comes as lines on stdin, so that no password stands in a command line. */
public class Neo4jServer {
  public static void main(String[] words) {
    try {
      start();
    } catch (Exception error) {
      // Threads of a server that is half there would keep the process for ever.
      for (Throwable each = error; each != null; each = each.getCause()) System.err.println("Caused by: " + each);
      Runtime.getRuntime().halt(1);
    }
  }

  private static void start() throws Exception {
    Map<String, String> told = new HashMap<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      told.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
    if (!told.containsKey("owner")) endWithStdin(lines);
    int port = Integer.parseInt(told.get("port"));
    var builder = new DatabaseManagementServiceBuilder(Path.of(told.get("data")))
        .setConfig(BoltConnector.enabled, true)
        .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", port))
        .setConfig(GraphDatabaseSettings.auth_enabled, true)
        .setConfig(GraphDatabaseSettings.pagecache_memory, Long.parseLong(told.get("pageCacheBytes")));
    if (told.containsKey("readOnly")) builder.setConfig(GraphDatabaseSettings.read_only_database_default, true);
    if (told.containsKey("certificates")) {
      var policy = SslPolicyConfig.forScope(SslPolicyScope.BOLT);
      builder.setConfig(BoltConnector.encryption_level, BoltConnector.EncryptionLevel.REQUIRED)
          .setConfig(policy.enabled, true)
          .setConfig(policy.base_directory, Path.of(told.get("certificates")))
          .setConfig(policy.client_auth, org.neo4j.configuration.ssl.ClientAuth.NONE);
    }
    // A class whose first use fails is gone until the end of the process; used first here, it fails before anyone relies on it.
    Class.forName("org.eclipse.collections.api.factory.primitive.LongObjectMaps");
    var service = builder.build();
    var system = service.database("system");
    // The one that it has already is refused as a new one, so it gets another in between.
    for (String password : new String[] {told.get("password") + "-", told.get("password")}) {
      system.executeTransactionally(
          "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
    }
    var resolver = ((GraphDatabaseAPI) service.database("neo4j")).getDependencyResolver();
    var address = resolver.resolveDependency(ConnectorPortRegister.class).getLocalAddress(ConnectorType.BOLT);
    Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
    // Without its owner the server would stay for ever.
    if (told.containsKey("owner")) {
      var owner = ProcessHandle.of(Long.parseLong(told.get("owner")));
      if (owner.isEmpty()) System.exit(0);
      owner.get().onExit().thenRun(() -> System.exit(0));
    }
    System.out.println("ready " + address.getPort());
    Thread.currentThread().join();
  }

  /** The end of stdin means that whoever started the server is gone. */
  private static void endWithStdin(BufferedReader lines) {
    var watch = new Thread(() -> {
      try {
        while (lines.readLine() != null) {}
      } catch (java.io.IOException error) {
        // As good as its end.
      }
      System.exit(0);
    });
    watch.setDaemon(true);
    watch.start();
  }
}
