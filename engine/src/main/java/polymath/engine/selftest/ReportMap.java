package polymath.engine.selftest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A report as maps, lists and plain values, for JSON. Times are seconds, speeds bytes, operations or tokens a second.
public final class ReportMap {
    private ReportMap() {}

    public static Map<String, Object> of(SelfTestReport report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("right", report.right());
        map.put("card", report.card());
        map.put("processor", report.processor());
        map.put("copies", report.copies().right());
        map.put("toDeviceBytesPerSecond", report.copies().toDevice());
        map.put("toHostBytesPerSecond", report.copies().toHost());
        map.put("onDeviceBytesPerSecond", report.copies().onDevice());
        report.cublas().ifPresent(cublas -> map.put("cublas", cublas));
        map.put("products", report.products().stream().map(ReportMap::of).toList());
        map.put("kernels", report.kernels().stream().map(ReportMap::of).toList());
        map.put("models", report.models().stream().map(ReportMap::of).toList());
        return map;
    }

    private static Map<String, Object> of(SelfTestReport.Product product) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("shape", List.of(product.n(), product.size(), product.size()));
        map.put("right", product.result().right());
        map.put("operationsPerSecond", product.result().operations());
        return map;
    }

    private static Map<String, Object> of(KernelFinding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kernel", finding.kernel());
        map.put("form", finding.form());
        map.put("shape", finding.shape());
        map.put("right", finding.right());
        map.put("error", finding.error());
        map.put("tolerance", finding.tolerance());
        map.put("seconds", finding.seconds());
        if (finding.operations() > 0) {
            map.put("operations", finding.operations());
            map.put("operationsPerSecond", finding.operationsPerSecond());
        } else {
            map.put("bytes", finding.bytes());
            map.put("bytesPerSecond", finding.bytesPerSecond());
        }
        return map;
    }

    private static Map<String, Object> of(ModelFinding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", finding.model());
        map.put("tried", finding.tried());
        map.put("placement", finding.placement());
        if (!finding.tried()) return map;
        map.put("right", finding.right());
        map.put("half", finding.half());
        map.put("positions", finding.positions());
        map.put("firstBlockAgrees", finding.firstBlockAgrees());
        map.put("readingCosine", finding.readingCosine());
        map.put("writingCosine", finding.writingCosine());
        map.put("leastCosine", finding.wanted().cosine());
        map.put("equalTokens", finding.equalTokens());
        map.put("leastEqualTokens", finding.wanted().equalTokens());
        map.put("tokensPerSecond", finding.tokensPerSecond());
        return map;
    }
}
