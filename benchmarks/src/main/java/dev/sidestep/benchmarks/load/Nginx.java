package dev.sidestep.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// nginx as a plain reverse proxy: one worker, connections kept alive on both sides, no access log, streams unbuffered.
final class Nginx {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"), Path.of("/usr/local/sbin/nginx"));

    private static final String CONFIGURATION = """
            worker_processes 1;
            worker_rlimit_nofile 16384;
            daemon off;
            pid %1$s/nginx.pid;
            error_log %1$s/nginx-error.log;
            events { worker_connections 8192; }
            http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                keepalive_requests 1000000000;
                upstream mock {
                    server 127.0.0.1:%2$d;
                    keepalive 256;
                    keepalive_requests 1000000000;
                }
                server {
                    listen 127.0.0.1:%3$d;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_read_timeout 600s;
                    location /v1/ { proxy_pass http://mock; }
                    location /streams/ { proxy_pass http://mock; proxy_buffering off; }
                }
            }
            """;

    private Nginx() {}

    static Proxy start(Path folder, int upstreamPort, int port) throws IOException {
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, CONFIGURATION.formatted(folder, upstreamPort, port));
        List<String> command = List.of(program().toString(), "-p", folder.toString(), "-c", configuration.toString());
        ChildProcess process = ChildProcess.proxy(command, Map.of(), folder.resolve("nginx.log"));
        return new Proxy("nginx", process, port, "/v1/chat/completions", "/streams/chat/completions");
    }

    static boolean isThere() {
        return find().findFirst().isPresent();
    }

    private static Path program() {
        return find().findFirst().orElseThrow(() -> new IllegalStateException("nginx is not installed"));
    }

    private static Stream<Path> find() {
        return PLACES.stream().filter(Files::isExecutable);
    }
}
