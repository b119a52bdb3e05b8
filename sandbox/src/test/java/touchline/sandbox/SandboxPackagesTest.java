package touchline.sandbox;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class SandboxPackagesTest {
    @Test
    void haveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("touchline.sandbox.(**)")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("touchline.sandbox"));
    }
}
