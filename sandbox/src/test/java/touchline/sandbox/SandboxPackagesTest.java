package touchline.sandbox;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxPackagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"touchline.sandbox", "touchline.simulator"})
    void haveNoCycles(String module) {
        SlicesRuleDefinition.slices()
                .matching(module + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(module));
    }
}
