package polymath.app.download;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends what a download waits for: bytes, or the next try. Given once; thread-safe.
final class PauseSignal {
    private final CountDownLatch given = new CountDownLatch(1);
    private volatile @Nullable BodyReader reading;

    void give() {
        given.countDown();
        BodyReader body = reading;
        if (body != null) body.close();
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    /// Waits, unless it is given or as soon as it is.
    void await(Duration delay) throws InterruptedException {
        boolean ignored = given.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What is to be closed when it is given; null for nothing.
    void reading(@Nullable BodyReader body) {
        reading = body;
        if (body != null && isGiven()) body.close();
    }
}
