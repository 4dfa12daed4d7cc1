package polymath.engine.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A report as a table for people: a line for each finding, the verdict last.
public final class ReportTable {
    private final SelfTestReport report;
    private final List<String> lines = new ArrayList<>();

    private ReportTable(SelfTestReport report) {
        this.report = report;
    }

    public static List<String> lines(SelfTestReport report) {
        ReportTable table = new ReportTable(report);
        table.ceilings();
        table.kernels();
        table.models();
        table.line("%s", report.right() ? "all is right" : "WRONG: this card is not to be used");
        return table.lines;
    }

    private void line(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values).stripTrailing());
    }

    private static String verdict(boolean right) {
        return right ? "right" : "WRONG";
    }

    private void ceilings() {
        line("card       %s", report.card());
        line("processor  %s", report.processor());
        line("copies     %s", verdict(report.copies().right()));
        line("  to the card    %8.1f GB/s", report.copies().toDevice() / 1e9);
        line("  from the card  %8.1f GB/s", report.copies().toHost() / 1e9);
        line("  on the card    %8.1f GB/s, read and written", report.copies().onDevice() / 1e9);
        line("cuBLAS     %s", report.cublas().orElse("none, gpu-info tells why; our own products stand in"));
        for (SelfTestReport.Product p : report.products())
            line(
                    "  [%d, %d] by [%d, %d]  %.1f TFLOP/s  %s",
                    p.n(),
                    p.size(),
                    p.size(),
                    p.size(),
                    p.result().operations() / 1e12,
                    verdict(p.result().right()));
        line("");
    }

    private void kernels() {
        line("%-20s %-16s %-20s %9s %9s  %-6s %10s %9s %9s %7s", header());
        for (KernelFinding k : report.kernels()) {
            boolean computing = k.operations() > 0;
            double share = computing
                    ? k.operationsPerSecond() / report.ceiling()
                    : k.bytesPerSecond() / report.copies().onDevice();
            line(
                    "%-20s %-16s %-20s %9.1e %9.1e  %-6s %10.1f %9s %9s %7s",
                    k.kernel(),
                    k.form(),
                    k.shape(),
                    k.error(),
                    k.tolerance(),
                    verdict(k.right()),
                    k.seconds() * 1e6,
                    computing ? "" : number(k.bytesPerSecond() / 1e9),
                    computing ? number(k.operationsPerSecond() / 1e12) : "",
                    computing && report.ceiling() == 0 ? "" : "%.0f %%".formatted(100 * share));
        }
        line("");
    }

    private static Object[] header() {
        return new Object[] {"kernel", "form", "shape", "error", "at most", "", "microsec", "GB/s", "TFLOP/s", "share"};
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void models() {
        for (ModelFinding m : report.models()) {
            line("%s", m.model());
            if (!m.tried()) {
                line("  not tried: %s", m.placement());
                continue;
            }
            line("  %s, products in %s: %s", m.placement(), m.half(), verdict(m.right()));
            line(
                    "  first block %s; cosine of logits %.6f reading, %.6f writing; same token at %.1f %% of %d",
                    m.firstBlockAgrees() ? "agrees" : "DIFFERS",
                    m.readingCosine(),
                    m.writingCosine(),
                    100 * m.equalTokens(),
                    m.positions());
            m.tokensPerSecond().forEach((what, speed) -> line("  %-36s %10.1f tokens/s", what, speed));
        }
        line("");
    }
}
