package polymath.app.download;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The bytes of an answer, read as they come, with an end to patience: streams of the JDK's client wait for ever.
final class BodyReader implements HttpResponse.BodySubscriber<BodyReader>, AutoCloseable {
    /// What may come: bytes; none for the end; a fault.
    private record Part(List<ByteBuffer> bytes, @Nullable Throwable fault, boolean last) {}

    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    /// At once: who asked reads while the bytes come.
    @Override
    public CompletionStage<BodyReader> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (closed) subscription.cancel();
        else subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        parts.add(new Part(bytes, null, false));
    }

    @Override
    public void onError(Throwable fault) {
        parts.add(new Part(List.of(), fault, true));
    }

    @Override
    public void onComplete() {
        parts.add(new Part(List.of(), null, true));
    }

    /// The next bytes; an empty list at the end, also if [#close] was called.
    ///
    /// @throws IOException if the connection broke, or nothing came for as long as `patience`
    List<ByteBuffer> next(Duration patience) throws IOException, InterruptedException {
        Part part = parts.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (part == null) throw new HttpTimeoutException("nothing came for " + patience.toSeconds() + " s");
        if (part.fault() != null) throw new IOException(part.fault());
        Flow.Subscription source = subscription;
        if (!part.last() && source != null) source.request(1);
        return part.bytes();
    }

    /// Gives up; from any thread.
    @Override
    public void close() {
        closed = true;
        Flow.Subscription source = subscription;
        if (source != null) source.cancel();
        onComplete();
    }
}
