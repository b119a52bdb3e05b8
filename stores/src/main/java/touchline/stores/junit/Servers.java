package touchline.stores.junit;

import java.util.Optional;

/**
 * The two servers that all tests of a JVM share. The database user may create databases.
 *
 * @param migrated the name of a database with the schema of this build; empty if there is none yet
 */
record Servers(
        String databaseUrl, String user, String password, String redisUrl, Optional<String> migrated, Runnable end) {
    /** The URL of another database on the same server. */
    String databaseUrl(String database) {
        int options = databaseUrl.indexOf('?');
        String path = options < 0 ? databaseUrl : databaseUrl.substring(0, options);
        String rest = options < 0 ? "" : databaseUrl.substring(options);
        return path.substring(0, path.lastIndexOf('/') + 1) + database + rest;
    }
}
