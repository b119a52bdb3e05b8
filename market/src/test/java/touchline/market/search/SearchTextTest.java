package touchline.market.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {
    @ParameterizedTest
    @CsvSource({
        "odegaard, Martin Ødegaard",
        "muller, Thomas Müller",
        "curacao, Curaçao",
        "szczesny, Wojciech Szczęsny",
        "lewandowski robert, Lewandowski  Robert",
        "gross, Pascal Groß",
        "aebischer, Michel Æbischer",
        "moeller, Andreas Mœller",
        "milosz, Miłosz",
        "djokovic, Đjokovic",
        "gudmundsson, Guðmundsson",
        "thor, Þór",
        "ibrahim, İbrahim",
        "yildiz, Kenan Yıldız",
        "inacio, Gonçalo Inácio",
        "ilkay, İlkay Gündoğan",
        "mbappe, Kylian Mbappé",
        "nguyen, Nguyễn Quang Hải",
        "obrien, Jake O'Brien",
        "o brien, Jake O’Brien",
        "n golo, N'Golo Kanté",
        "ngolo, N’Golo Kanté",
        "smith rowe, Emile Smith-Rowe",
        "smithrowe, Emile Smith‐Rowe",
        "smith-rowe, Emile Smith Rowe",
        "son heung, Son Heung–min",
        "παπαδοπουλος, Παπαδόπουλος",
        "fi, Raﬁnha",
        "ΠΑΠΑΔΟΠΟΥΛΟΣ, Παπαδόπουλος",
        "иван, Иван",
        "saint-germain, Paris Saint-Germain",
    })
    void findsANameInEverySpelling(String query, String name) {
        for (String asked : new String[] {query, query.toUpperCase(Locale.ROOT), name, " " + query + " "}) {
            for (Normalizer.Form form : Normalizer.Form.values()) {
                for (Normalizer.Form stored : Normalizer.Form.values()) {
                    assertThat(SearchText.of(Normalizer.normalize(asked, form))
                                    .isIn(Normalizer.normalize(name, stored)))
                            .as("%s in %s", asked, name)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "miller, Thomas Müller",
        "'-', Thomas Müller",
        "\"''\", Thomas Müller",
        "nn, Jon Nilsson",
        "sunday, Sund"
    })
    void findsNoOtherName(String query, String name) {
        assertThat(SearchText.of(query).isIn(name)).isFalse();
    }
}
