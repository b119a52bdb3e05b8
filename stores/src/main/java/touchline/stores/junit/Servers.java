package touchline.stores.junit;

/** The pair of servers that all tests of a JVM share. The database user may create databases. */
record Servers(String databaseUrl, String user, String password, String redisUrl, Runnable end) {
    /** The same server, another database on it. */
    String databaseUrl(String database) {
        int options = databaseUrl.indexOf('?');
        String path = options < 0 ? databaseUrl : databaseUrl.substring(0, options);
        String rest = options < 0 ? "" : databaseUrl.substring(options);
        return path.substring(0, path.lastIndexOf('/') + 1) + database + rest;
    }
}
