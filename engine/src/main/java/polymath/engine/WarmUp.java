package polymath.engine;

import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.model.ForwardObserver;
import polymath.engine.model.KvCache;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.PhiMoe;
import polymath.engine.model.Weights;
import polymath.engine.tensor.GgmlType;

/// Reads and writes a few tokens that nobody sees with the first block of a model that was just loaded, on a thread of
/// its own: the loops are compiled when the first question comes, and not while it waits.
///
/// It reads the model's weights, so it is closed before they are.
final class WarmUp implements AutoCloseable {
    /// Tokens read at once: seven vectors of 16, which takes tiles of every width.
    private static final int READ = 112;
    /// The first has the loops compiled, the others what is compiled again once they have been.
    private static final int WRITTEN = 4;

    private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

    private final StopSignal stop = new StopSignal();
    private final Thread thread;

    /// @param kvType of the cache that the model is used with
    WarmUp(ModelConfig config, Weights weights, GgmlType kvType, Kernels.Choice choice) {
        thread = Thread.ofPlatform()
                .daemon()
                .name("warm-up")
                .start(() -> write(config.withBlockCount(1), weights, kvType, choice));
    }

    private void write(ModelConfig config, Weights weights, GgmlType kvType, Kernels.Choice choice) {
        try (Kernels kernels = Kernels.select(choice, 1, stop);
                KvCache cache = new KvCache(config, kvType, READ + WRITTEN)) {
            PhiMoe model = new PhiMoe(config, weights, kernels, READ);
            int[] tokens = new int[READ];
            for (int i = 0; i < READ; i++) tokens[i] = i % weights.vocabularySize();
            float[] logits = new float[model.vocabularySize()];
            for (int i = 0; i < WRITTEN; i++)
                model.forward(cache, tokens, i, 1, READ + WRITTEN, logits, ForwardObserver.NONE);
            model.forward(cache, tokens, 0, READ, READ + WRITTEN, logits, ForwardObserver.NONE);
        } catch (CancellationException e) {
            // the model goes
        } catch (RuntimeException | InternalError e) { // a file that was truncated: who asks is told
            LOG.log(Level.DEBUG, "warm-up", e);
        }
    }

    /// Ends it; returns when it has.
    @Override
    public void close() {
        stop.raise();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) { // the weights may only go after it
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
