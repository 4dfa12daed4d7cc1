package polymath.app.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// A server on loopback that serves one file and misbehaves as it is told, byte by byte.
final class FaultServer implements AutoCloseable {
    /// A request: its path, and where the wanted range begins, -1 without one.
    record Request(int number, String path, long from, Map<String, String> headers) {}

    /// Answers a request; the connection is closed behind it.
    interface Behaviour {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final List<Request> requests = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile Behaviour behaviour;

    FaultServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/model.gguf");
    }

    void become(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /// Bytes of bodies, until now.
    long sent() {
        return sent.get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            client.setSoLinger(true, 1);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = in.readLine();
            if (first == null || !first.startsWith("GET ")) return;
            Map<String, String> headers = new TreeMap<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine())
                headers.put(
                        line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip());
            String range = headers.getOrDefault("range", "");
            long from = range.isEmpty() ? -1 : Long.parseLong(range.substring(6, range.indexOf('-')));
            Request request;
            synchronized (this) {
                request = new Request(requests.size(), first.split(" ", -1)[1], from, headers);
                requests.add(request);
            }
            behaviour.answer(request, client.getOutputStream());
            client.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            // a client that hangs up is what is tested
        }
    }

    /// A body, or its beginning.
    void body(OutputStream out, byte[] bytes, long from, long end) throws IOException {
        for (long at = from; at < end; ) {
            int count = (int) Math.min(8192, end - at);
            out.write(bytes, (int) at, count);
            sent.addAndGet(count);
            at += count;
        }
        out.flush();
    }

    /// Status line and headers.
    static void head(OutputStream out, String status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        for (String header : headers) head.append(header).append("\r\n");
        out.write(head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// As a good server does it, but for a connection that ends after `most` bytes of the body.
    void serve(Request request, OutputStream out, byte[] file, String tag, long most) throws IOException {
        boolean current = request.headers().getOrDefault("if-range", tag).equals(tag);
        if (request.from() < 0 || !current) {
            head(out, "200 OK", "Content-Length: " + file.length, "ETag: " + tag);
            body(out, file, 0, Math.min(most, file.length));
        } else if (request.from() >= file.length) {
            head(out, "416 Range Not Satisfiable", "Content-Range: bytes */" + file.length, "Content-Length: 0");
        } else {
            String range = request.headers().getOrDefault("range", "");
            String last = range.substring(range.indexOf('-') + 1);
            long end = last.isEmpty() ? file.length : Math.min(file.length, Long.parseLong(last) + 1);
            head(
                    out,
                    "206 Partial Content",
                    "Content-Length: " + (end - request.from()),
                    "Content-Range: bytes " + request.from() + "-" + (end - 1) + "/" + file.length,
                    "ETag: " + tag);
            body(out, file, request.from(), request.from() + Math.min(end - request.from(), most));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
