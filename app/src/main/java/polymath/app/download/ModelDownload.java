package polymath.app.download;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import polymath.app.storage.OwnerOnly;

/// Fetches one file, over any number of cuts, pauses and ends of the program, and gives it its name only when its
/// length and its hash are right.
public final class ModelDownload implements Download {
    private final ModelFile wanted;
    private final Path folder;
    private final DownloadRules rules;
    private final Consumer<DownloadEvent> events;
    private final PauseSignal pause = new PauseSignal();

    /// @param folder where the file goes; it is made if it is not there
    /// @param events called on the thread that runs the download
    public ModelDownload(ModelFile wanted, Path folder, DownloadRules rules, Consumer<DownloadEvent> events) {
        this.wanted = wanted;
        this.folder = folder;
        this.rules = rules;
        this.events = events;
    }

    @Override
    public void pause() {
        pause.give();
    }

    @Override
    public Outcome run() throws InterruptedException {
        try {
            OwnerOnly.createFolders(folder);
            // The lock's file stays: deleted, it could be locked twice, once under a name it has no more.
            try (FileChannel channel = FileChannel.open(folder.resolve(wanted.name() + ".lock"), CREATE, WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) return new Outcome.Refused(Outcome.Reason.ALREADY_RUNNING, wanted.name());
                return fetch();
            } catch (OverlappingFileLockException e) {
                return new Outcome.Refused(Outcome.Reason.ALREADY_RUNNING, wanted.name());
            }
        } catch (Hub.RefusedException e) {
            return e.refusal;
        } catch (IOException e) {
            return new Outcome.CannotWrite(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private Outcome fetch() throws IOException, InterruptedException {
        Path file = folder.resolve(wanted.name());
        try (PartFile part = PartFile.open(folder, wanted);
                Hub hub = new Hub(rules)) {
            Fetch fetch = new Fetch(wanted, part, hub, rules, pause, events);
            while (!part.isWhole()) {
                OptionalLong missing = missingSpace(part);
                if (missing.isPresent()) return new Outcome.NoSpace(missing.getAsLong());
                if (pause.isGiven()) return new Outcome.Paused(part.position());
                try {
                    fetch.tryOnce();
                } catch (Fetch.WriteException e) {
                    // A quota is no business of the disk's, so nobody can say how much is missing.
                    if (missingSpace(part).isEmpty()) throw e;
                }
            }
            return check(part, fetch, file);
        }
    }

    private OptionalLong missingSpace(PartFile part) throws IOException {
        long total = part.state().map(PartState::total).orElse(wanted.bytes().orElse(0));
        long missing = total
                - part.position()
                + rules.reserveBytes()
                - Files.getFileStore(folder).getUsableSpace();
        return missing > 0 ? OptionalLong.of(missing) : OptionalLong.empty();
    }

    /// A hash that is wrong says nothing about where. So what is no more as it arrived is fetched again, and if all
    /// is as it arrived, each segment until one is another: that one arrived damaged.
    private Outcome check(PartFile part, Fetch fetch, Path file) throws IOException, InterruptedException {
        PartState state = part.state().orElseThrow();
        PartFile.Check found = read(part);
        if (pause.isGiven()) return new Outcome.Paused(part.position());
        List<Integer> suspects = found.damaged();
        if (suspects.isEmpty()) {
            if (state.sha256() == null || found.sha256().equals(state.sha256()))
                return finished(part, file, state.sha256() != null);
            suspects = IntStream.range(0, state.segments().size()).boxed().toList();
        }
        boolean arrivedWell = found.damaged().isEmpty();
        events.accept(new DownloadEvent.FetchingAgain(
                suspects.size(), state.segments().size()));
        for (int segment : suspects) {
            ByteBuffer bytes = fetch.again(segment);
            if (bytes == null) return new Outcome.Paused(part.position());
            if (part.replace(segment, bytes) && arrivedWell && isRight(part)) return finished(part, file, true);
            if (pause.isGiven()) return new Outcome.Paused(part.position());
        }
        if (!arrivedWell) return check(part, fetch, file);
        part.finish(file.resolveSibling(wanted.name() + ".bad"));
        return new Outcome.Refused(Outcome.Reason.WRONG_FILE, wanted.name());
    }

    private boolean isRight(PartFile part) throws IOException {
        PartFile.Check found = read(part);
        return found.damaged().isEmpty()
                && found.sha256().equals(part.state().orElseThrow().sha256());
    }

    private PartFile.Check read(PartFile part) throws IOException {
        long total = part.state().orElseThrow().total();
        Pace pace = new Pace();
        return part.check(
                at -> {
                    if (!pace.isDue()) return;
                    double ignored = pace.next();
                    events.accept(new DownloadEvent.Checking(at, total));
                },
                pause::isGiven);
    }

    private static Outcome finished(PartFile part, Path file, boolean verified) throws IOException {
        part.finish(file);
        return new Outcome.Finished(file, verified);
    }
}
