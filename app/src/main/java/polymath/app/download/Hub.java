package polymath.app.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;
import polymath.app.download.DownloadEvent.Trouble;

/// Asks for bytes of a file, over redirects of which each is looked at. Everything that an answer can be is told apart
/// here: what is returned is bytes of the file, from where they were wanted or from its start.
final class Hub implements AutoCloseable {
    private static final int MOST_REDIRECTS = 8;
    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final DownloadRules rules;
    private final HttpClient client;

    /// An answer with bytes.
    ///
    /// @param from the first one's place in the file
    /// @param total length of the file, if the answer says it
    /// @param validator what tells this state of the file from others; empty if the server has no such thing
    /// @param sha256 of the whole file, as a hub names it on the way
    record Answer(
            long from, OptionalLong total, Optional<String> validator, Optional<String> sha256, BodyReader body) {}

    /// An answer that waiting does not mend.
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;
        final transient Outcome.Refused refusal;

        RefusedException(Outcome.Reason reason, String detail) {
            super(reason + " " + detail);
            refusal = new Outcome.Refused(reason, detail);
        }
    }

    /// A try to be made again, `after` the time that the server asked for.
    static final class TroubleException extends IOException {
        private static final long serialVersionUID = 1;
        final Trouble trouble;
        final transient Optional<Duration> after;

        TroubleException(Trouble trouble, String message, Optional<Duration> after) {
            super(message);
            this.trouble = trouble;
            this.after = after;
        }
    }

    Hub(DownloadRules rules) {
        this.rules = rules;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    /// @param to before which byte to stop; the end of the file if empty
    /// @param validator of the bytes that are here already; without one a file is asked for from its start
    Answer open(URI source, long from, OptionalLong to, Optional<String> validator)
            throws IOException, InterruptedException {
        URI address = source;
        Optional<String> sha256 = Optional.empty();
        for (int hop = 0; hop < MOST_REDIRECTS; hop++) {
            if (!rules.allows(address, source))
                throw new RefusedException(Outcome.Reason.REDIRECT, address.getScheme() + "://" + address.getHost());
            HttpResponse<BodyReader> response = send(request(address, from, to, validator));
            BodyReader body = response.body();
            boolean kept = false;
            try {
                HttpHeaders headers = response.headers();
                sha256 = sha256.or(() -> linkedHash(headers));
                if (response.statusCode() / 100 != 3) {
                    Answer answer = read(response, from, validator, sha256);
                    kept = true;
                    return answer;
                }
                String location = headers.firstValue("Location").orElse("");
                try {
                    address = address.resolve(location);
                } catch (IllegalArgumentException e) {
                    throw new RefusedException(Outcome.Reason.REDIRECT, location);
                }
            } finally {
                if (!kept) body.close();
            }
        }
        throw new RefusedException(Outcome.Reason.REDIRECT, source.getHost());
    }

    private HttpRequest request(URI address, long from, OptionalLong to, Optional<String> validator) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(rules.stall()).header("Accept-Encoding", "identity");
        if (from > 0 || to.isPresent())
            request.header("Range", "bytes=" + from + "-" + (to.isPresent() ? to.getAsLong() - 1 : ""));
        if (from > 0) validator.ifPresent(v -> request.header("If-Range", v));
        return request.GET().build();
    }

    private HttpResponse<BodyReader> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, head -> new BodyReader());
        } catch (SSLException e) {
            throw new TroubleException(Trouble.SECURITY, String.valueOf(e.getMessage()), Optional.empty());
        } catch (IllegalArgumentException e) { // a redirect to an address that the client does not take
            throw new RefusedException(Outcome.Reason.REDIRECT, request.uri().toString());
        }
    }

    private static Answer read(
            HttpResponse<BodyReader> response, long from, Optional<String> asked, Optional<String> sha256)
            throws IOException {
        HttpHeaders headers = response.headers();
        int status = response.statusCode();
        switch (status) {
            case 200, 206 -> {}
            case 416 -> throw new StaleException();
            case 401, 403 -> throw new RefusedException(Outcome.Reason.FORBIDDEN, Integer.toString(status));
            case 404, 410 -> throw new RefusedException(Outcome.Reason.MISSING, Integer.toString(status));
            case 408, 425, 429, 500, 502, 503, 504 ->
                throw new TroubleException(Trouble.BUSY, "status " + status, RetryAfter.of(headers));
            default -> throw new RefusedException(Outcome.Reason.STATUS, Integer.toString(status));
        }
        if (headers.firstValue("Content-Type").orElse("").startsWith("text/html"))
            throw new RefusedException(Outcome.Reason.WEB_PAGE, response.uri().getHost());
        String encoding = headers.firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equals("identity"))
            throw new TroubleException(Trouble.CONFUSED, "encoded as " + encoding, Optional.empty());
        // Weak ones do not promise the same bytes.
        Optional<String> validator = headers.firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
        if (status == 200)
            return new Answer(0, headers.firstValueAsLong("Content-Length"), validator, sha256, response.body());
        ContentRange range = ContentRange.parse(
                        headers.firstValue("Content-Range").orElse(""))
                .filter(r -> r.from() == from)
                .orElseThrow(StaleException::new);
        if (validator.isPresent() && asked.isPresent() && !validator.equals(asked)) throw new StaleException();
        return new Answer(from, OptionalLong.of(range.total()), validator, sha256, response.body());
    }

    private static Optional<String> linkedHash(HttpHeaders headers) {
        return headers.firstValue("X-Linked-ETag")
                .map(tag -> tag.replace("\"", ""))
                .filter(ModelFile::isSha256);
    }

    /// The bytes that are here do not belong to what the server has now.
    static final class StaleException extends IOException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
