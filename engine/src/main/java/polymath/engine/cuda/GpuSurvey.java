package polymath.engine.cuda;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// All that can be found out about graphics cards here without computing on one.
///
/// @param driver the driver's library
/// @param cards what it tells, if it was found and talks
/// @param cublas asked for with the first usable card; nothing was tried if there is none
/// @param failure why the driver does not tell, or empty
public record GpuSurvey(Library driver, Optional<GpuList> cards, Library cublas, String failure) {
    private static final Library NOT_TRIED = new Library("", 0, List.of());

    /// What came of looking for a library, see [Opening].
    ///
    /// @param path where it is, or empty
    /// @param version of CUDA that a driver knows, or the major one of cuBLAS; 0 if there is none
    public record Library(String path, int version, List<Opening.Rejection> rejected) {
        public boolean found() {
            return !path.isEmpty();
        }
    }

    /// Looks, and gives everything back.
    public static GpuSurvey of(CudaLibraries libraries) {
        Opening<CudaDriver> opening = libraries.openDriver();
        if (opening.library().isEmpty())
            return new GpuSurvey(new Library("", 0, opening.rejected()), Optional.empty(), NOT_TRIED, "");
        try (CudaDriver driver = opening.library().get()) {
            int version = driver.version();
            Library found = new Library(opening.path(), version, opening.rejected());
            try {
                GpuList cards = GpuList.of(driver);
                return new GpuSurvey(found, Optional.of(cards), cublas(libraries, driver, cards), "");
            } catch (CudaException e) {
                return new GpuSurvey(found, Optional.empty(), NOT_TRIED, String.valueOf(e.getMessage()));
            }
        }
    }

    private static Library cublas(CudaLibraries libraries, CudaDriver driver, GpuList cards) {
        if (cards.usable().isEmpty()) return NOT_TRIED;
        driver.use(cards.usable().getFirst().index());
        Opening<Cublas> opening = libraries.openCublas(cards.driverVersion());
        if (opening.library().isEmpty()) return new Library("", 0, opening.rejected());
        try (Cublas cublas = opening.library().get()) {
            return new Library(opening.path(), cublas.version(), opening.rejected());
        }
    }

    public List<GpuDevice> usable() {
        return cards.map(GpuList::usable).orElse(List.of());
    }

    /// Why no card can be used, in one sentence; empty if one can.
    public String obstacle() {
        if (!usable().isEmpty()) return "";
        if (!driver.found()) {
            String tried = reasons(driver.rejected());
            return "no NVIDIA driver works here" + (tried.isEmpty() ? "" : " (" + tried + ")");
        }
        if (!failure.isEmpty()) return "the NVIDIA driver does not work: " + failure;
        List<GpuList.Refusal> refused = cards.map(GpuList::refused).orElse(List.of());
        if (refused.isEmpty()) return "the NVIDIA driver knows no graphics card";
        return refused.stream().map(r -> r.name() + ": " + r.reason()).collect(Collectors.joining("; "));
    }

    /// What is just not there need not be told in a sentence, if anything else is.
    private static String reasons(List<Opening.Rejection> rejected) {
        return rejected.stream()
                .filter(r -> !r.reason().equals(CudaLibraries.NOT_INSTALLED)
                        && !r.reason().equals(CudaLibraries.NO_FILE))
                .map(r -> r.path() + " " + r.reason())
                .collect(Collectors.joining("; "));
    }
}
