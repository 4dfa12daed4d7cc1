package polymath.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import javafx.application.Platform;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

/// The rules of the house that the module system cannot check.
class ArchitectureTest {
    private static final JavaClasses APP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("polymath.app");

    @Test
    void dependenciesPointDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("app")
                .definedBy("polymath.app")
                .layer("seen")
                .definedBy("polymath.app.chat", "polymath.app.history", "polymath.app.prompt", "polymath.app.models")
                .layer("documents")
                .definedBy("polymath.app.documents")
                .layer("storage")
                .definedBy("polymath.app.storage")
                .layer("engine")
                .definedBy("polymath.app.engine")
                .layer("platform")
                .definedBy("polymath.app.platform")
                .layer("ui")
                .definedBy("polymath.app.ui")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("seen")
                .mayOnlyAccessLayers("storage", "engine", "ui")
                .whereLayer("ui")
                .mayNotAccessAnyLayer()
                .whereLayer("storage")
                .mayNotAccessAnyLayer()
                .check(APP);
    }

    @Test
    void whatTheUserSeesIsApartFromItsNeighbours() {
        for (String one : new String[] {"chat", "history", "prompt", "models"})
            for (String other : new String[] {"chat", "history", "prompt", "models"})
                if (!one.equals(other))
                    noClasses()
                            .that()
                            .resideInAPackage("polymath.app." + one)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("polymath.app." + other)
                            .because("AppModel joins them")
                            .check(APP);
    }

    @Test
    void viewModelsAndStorageKnowNoNodes() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .or()
                .haveSimpleNameEndingWith("Model")
                .or()
                .resideInAnyPackage(
                        "polymath.app.storage",
                        "polymath.app.engine",
                        "polymath.app.documents",
                        "polymath.app.platform")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..")
                .check(APP);
    }

    @Test
    void onlyMainKnowsTheToolkitsThread() {
        noClasses()
                .that()
                .areNotAssignableTo(Main.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Platform.class)
                .because("everything else is given an executor, so that it can be tested without a toolkit")
                .check(APP);
    }

    @Test
    void textWrapsInFlowsOnly() {
        noClasses()
                .should()
                .callMethod(Text.class, "setWrappingWidth", double.class)
                .because("a bare Text that wraps throws on right-to-left text")
                .check(APP);
    }

    @Test
    void thereIsNoOldToolkit() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.swing..")
                .check(APP);
    }

    @Test
    void staticStateIsConstant() {
        noFields().that().areStatic().should().notBeFinal().check(APP);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(APP);
    }
}
