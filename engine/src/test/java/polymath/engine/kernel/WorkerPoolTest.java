package polymath.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyItemRunsOnceInEachOfManySteps(int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(37);
        try (WorkerPool pool = new WorkerPool(threads, new StopSignal())) {
            for (int step = 0; step < 2000; step++) pool.run((item, worker) -> runs.incrementAndGet(item), 37);
        }
        for (int i = 0; i < 37; i++) assertThat(runs.get(i)).isEqualTo(2000);
    }

    @Test
    void workersThatParkedTakeUpTheNextStep() throws InterruptedException {
        AtomicIntegerArray runs = new AtomicIntegerArray(4);
        try (WorkerPool pool = new WorkerPool(2, new StopSignal())) {
            for (int step = 0; step < 20; step++) {
                pool.run((item, worker) -> runs.incrementAndGet(item), 4);
                Thread.sleep(5); // longer than a worker spins
            }
        }
        for (int i = 0; i < 4; i++) assertThat(runs.get(i)).isEqualTo(20);
    }

    @Test
    void anItemThatThrowsFailsItsStepAndNotTheNext() {
        try (WorkerPool pool = new WorkerPool(2, new StopSignal())) {
            for (int step = 0; step < 500; step++) {
                int bad = step % 10;
                assertThatThrownBy(() -> pool.run(
                                (item, worker) -> {
                                    if (item == bad) throw new ArithmeticException("item " + item);
                                },
                                10))
                        .isInstanceOf(IllegalStateException.class)
                        .hasRootCauseMessage("item " + bad);
                pool.run((item, worker) -> {}, 10);
            }
        }
    }
}
