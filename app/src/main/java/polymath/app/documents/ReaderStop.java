package polymath.app.documents;

import java.util.Optional;

/// Ends a reading from outside, whichever process of it is running. For any thread.
final class ReaderStop {
    private Optional<Process> running = Optional.empty();
    private boolean stopped;

    synchronized void stop() {
        stopped = true;
        running.ifPresent(Process::destroyForcibly);
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /// From now on this process is the one to be ended.
    synchronized void runs(Process process) {
        running = Optional.of(process);
        if (stopped) process.destroyForcibly();
    }
}
