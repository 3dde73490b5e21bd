report-title = Online-Handel mit geschützten Wildtieren
page-foot = Online-Handel mit geschützten Wildtieren – { $survey }
simulated-banner = Simulierte Daten. Diese Anzeigen sind Nachbildungen nach veröffentlichten Zahlen, um die Methode zu zeigen und zu prüfen. Hinter ihnen steht keine wirkliche Anzeige, kein Verkäufer und kein Tier.
compared-with = verglichen mit: { $baseline }
fieldwork = Feldarbeit: { $days }
scope-line = Gezählt: Arten in { $scope }
scope-cites = { $number ->
    [one] CITES-Anhang { $scope }
   *[other] CITES-Anhängen { $scope }
}
scope-eu = { $number ->
    [one] EU-Anhang { $scope }
   *[other] EU-Anhängen { $scope }
}
only-country = Dieser Bericht gilt nur für ein Land: { $what }
only-taxon = Dieser Bericht gilt nur für eine Tiergruppe: { $what }
only-since = Nur Anzeigen seit dem { $what }
contents = Inhalt
skip = Zum Inhalt springen
files = Außerdem hier:
workbook = alle Tabellen als Arbeitsmappe (XLSX)
table-search = In der Tabelle suchen:
data = Daten (CSV)
trace = Woher diese Zahlen kommen
source = Quelle: { $surveys }.
source-simulated = Quelle: { $surveys } – simulierte Daten.
alt = { $kind }: { $title }. In Zahlen: { $rows }.
alt-more = { $kind }: { $title }. In Zahlen, erste Zeilen: { $rows }.
chart-bars = Balkendiagramm
chart-stacked = Gestapeltes Balkendiagramm
chart-dumbbell = Diagramm mit Punktpaaren, frühere und spätere Erhebung
chart-slope = Liniendiagramm, frühere und spätere Erhebung
chart-heatmap = Heatmap
chart-tiles = Kachelkarte der Länder
chart-funnel = Sankey-Diagramm
chart-tornado = Balkendiagramm zu beiden Seiten der Null
chart-prices = Kastendiagramm
span = { $low } bis { $high }
span-open = { $low } oder mehr
not-known = ohne Angabe
axis-dollars = US-Dollar je Exemplar (logarithmische Skala; Kasten: mittlere Hälfte, Linien: 5. bis 95. Perzentil)
footer = Erstellt mit Wildlife Analysis { $version }. Die ausgeführten Notebooks (auf Englisch), Tabellen und Abbildungen neben dieser Seite machen jede Zahl nachprüfbar.

section-summary = Das Wichtigste
section-counting = Von den Rohdaten zu den gezählten Exemplaren
section-countries = Länder
section-taxa = Tiere und Teile von Tieren
section-marketplaces = Marktplätze, Preise und Papiere
section-trends = Was sich seit der früheren Erhebung verändert hat
section-policies = Die Regeln der Plattformen
section-published = Berechnet und veröffentlicht
section-certainty = Wie sicher die Zahlen sind
section-cases = Land für Land
section-more = Weitere Tabellen
section-method = Methode und Grenzen
section-codebook = Die Namen in den Datendateien

intro-summary = Die Erhebung zählt Anzeigen, die lebende Tiere, Teile oder Erzeugnisse von Arten der CITES-Anhänge anbieten. Gesuche sowie Anzeigen für Nachahmungen, Spielzeug, Bilder und Käfige werden erkannt, aber nicht gezählt; eine Anzeige, die wiederkehrt, zählt einmal.
intro-counting = Über jede Rohzeile wird Rechenschaft abgelegt: Unlesbare Zeilen und Anzeigen, die nicht zählen, bleiben mit ihrem Grund erhalten.
intro-trends = Zwei Erhebungen lassen sich nur dort vergleichen, wo beide gesucht haben. Der Vergleich behält die Marktplätze, die beide Male durchsucht wurden, rechnet je Suchwoche und nennt eine Zu- oder Abnahme nur, wo die Statistik es erlaubt.
intro-policies = Anzeigen für das, was eine Plattform verbietet, in beiden Erhebungen, und dieselben auf anderen Marktplätzen derselben Länder. Ein Rückgang beweist nicht, dass die Regel die Ursache ist: Anbieter wechseln auch auf andere Seiten und ändern ihre Wörter, und getarnte Anzeigen werden nicht gefunden.
intro-certainty-audited = Menschen haben über eine Zufallsstichprobe der Anzeigen entschieden. Daraus erhalten die Zahlen das Intervall, das ihnen zukommt: was nach der Stichprobe zu Unrecht gezählt und was übersehen wurde. Die letzten Tabellen zeigen, wie weit jede Festlegung das Hauptergebnis verschiebt.
intro-certainty-unaudited = Noch hat niemand über eine Zufallsstichprobe der Anzeigen entschieden; die Zahlen tragen deshalb kein Intervall: Wie viele Anzeigen zu Unrecht gezählt oder übersehen wurden, sagt diese Erhebung nicht. Das Diagramm und die Tabellen zeigen, wie weit jede Festlegung das Hauptergebnis verschiebt.
intro-cases = Eine Seite für jedes durchsuchte Land, mit den am häufigsten angebotenen Tieren, Erzeugnissen und Marktplätzen. Die Tabellen zeigen höchstens acht Zeilen.

headline-title = Kennzahlen
headline-listings =
    { $n ->
        [one] Anzeige bietet geschützte Wildtiere an
       *[other] Anzeigen bieten geschützte Wildtiere an
    }
headline-specimens =
    { $n ->
        [one] Exemplar wird darin angeboten
       *[other] Exemplare werden darin angeboten
    }
headline-value-usd = ist die Summe der geforderten Preise
headline-live-share = der Exemplare sind lebende Tiere
headline-marketplaces =
    { $n ->
        [one] Marktplatz wurde durchsucht
       *[other] Marktplätze wurden durchsucht
    }
finding-countries =
    Land mit den meisten Exemplaren: { $country } mit { $specimens ->
        [one] { $specimens } Exemplar
       *[other] { $specimens } Exemplaren
    } in { $listings ->
        [one] { $listings } Anzeige
       *[other] { $listings } Anzeigen
    }, das sind { $share } aller Exemplare.
finding-sites =
    Marktplatz mit den meisten Exemplaren: { $site } mit { $specimens ->
        [one] { $specimens } Exemplar
       *[other] { $specimens } Exemplaren
    } in { $listings ->
        [one] { $listings } Anzeige
       *[other] { $listings } Anzeigen
    }.
finding-sites-two =
    Marktplatz mit den meisten Anzeigen: { $first } ({ $most }), mit den meisten Exemplaren: { $site } mit { $specimens ->
        [one] { $specimens } Exemplar
       *[other] { $specimens } Exemplaren
    } in { $listings ->
        [one] { $listings } Anzeige
       *[other] { $listings } Anzeigen
    }.
finding-taxa =
    Die meisten Exemplare: { $taxon } mit { $specimens ->
        [one] { $specimens } Exemplar
       *[other] { $specimens } Exemplaren
    }; die größte Gruppe, „{ $group }“, stellt { $share } aller Exemplare.
finding-trend-up = Auf den beide Male durchsuchten Marktplätzen sind Anzeigen in diesen Ländern häufiger geworden: { $names }.
finding-trend-down = Auf den beide Male durchsuchten Marktplätzen sind Anzeigen in diesen Ländern seltener geworden: { $names }.
finding-trend-both = Auf den beide Male durchsuchten Marktplätzen sind Anzeigen häufiger geworden ({ $up }) oder seltener ({ $down }).
finding-trend-none = Auf den beide Male durchsuchten Marktplätzen zeigt kein Land eine Veränderung, die sich statistisch vom Zufall unterscheiden lässt.

funnel-title = Von { $raw } Zeilen der Rohdaten zählen { $unique } Anzeigen
funnel-text = Wiederholte Anzeigen sind mit der zuerst gesehenen verknüpft und werden nicht gezählt; mit ihnen wären es { $repeats } Exemplare.
rejection-reasons-title = Warum Anzeigen beiseitegelegt wurden
unread-rows-title = Warum Zeilen nicht gelesen werden konnten
country-map-title = Wo gesucht wurde und wie viele Exemplare gefunden wurden
country-map-text = Jede Kachel ist ein Land, ungefähr nach seiner Lage angeordnet und mit seinem ISO-Kürzel benannt; je dunkler, desto mehr Exemplare. In grauen Ländern hat diese Erhebung nicht gesucht.
specimens-by-country-title =
    Exemplare nach Ländern, an der Spitze { $country } mit { $specimens ->
        [one] { $specimens } Exemplar
       *[other] { $specimens } Exemplaren
    }
specimens-by-country-text = Exemplare nach Ländern und Tiergruppen; Elfenbein bildet eigene Gruppen.
listings-by-country-title = Anzeigen nach Ländern und Tiergruppen
listings-by-country-text = Dasselbe nach Anzeigen: Eine Anzeige kann viele Exemplare anbieten.
taxa-by-country-title = Tiergruppen in den einzelnen Ländern (Exemplare)
top-taxa-title = Die fünfzehn Tiere mit den meisten Exemplaren, lebend oder als Teile
top-taxa-text = Exemplare unter dem genauesten Namen, den der Text der Anzeige hergibt. Die Farben trennen lebende Tiere von Teilen und Erzeugnissen.
animals-by-country-title = Die Tiere mit den meisten Exemplaren in jedem Land, lebend oder als Teile
animals-by-country-text = Je dunkler, desto mehr (die Abstufung ist nicht proportional). 0: gesucht, nichts gefunden.
live-and-parts-title = Lebende Tiere und Teile, nach Gruppen (Exemplare)
products-title = Was angeboten wird
marketplaces-title = Die Marktplätze mit den meisten Anzeigen
prices-title = Geforderter Preis eines Exemplars, nach Tiergruppen
prices-text = Geforderte Preise für ein Exemplar, aus Anzeigen, die nur eines anbieten oder einen Stückpreis nennen, zum Wechselkurs des Tages; der Median in Klammern. Posten zu einem Gesamtpreis und Startgebote bleiben außer Betracht. Es sind nicht die gezahlten Preise.
documents-title = Was die Anzeigen über Papiere sagen
documents-text = Ob Papiere gültig sind oder ein Verkauf rechtmäßig ist, lässt sich einer Anzeige nicht entnehmen und wird hier nicht entschieden.
trend-by-country-title = Anzeigen nach Ländern, { $baseline } und { $survey }
trend-by-country-text = Zahl der Anzeigen auf den in beiden Erhebungen durchsuchten Marktplätzen, Arten nach einer Regel. Rechts: Verhältnis der Raten je Suchwoche mit 95-%-Intervall, das Anbieter mit vielen Anzeigen und ungleiche Marktplätze berücksichtigt; fett, wo die Veränderung mehr ist als Zufall, korrigiert für mehrere Vergleiche (Falscherkennungsrate 5 %).
trend-by-group-title = Anzeigen nach Tiergruppen, { $baseline } und { $survey }
trend-by-group-text = Dieselben Länder und Marktplätze, auf einer logarithmischen Skala; dicke Linien, wo die Veränderung nach derselben Korrektur mehr ist als Zufall: ein Intervall ohne die 1 kann also zu einer dünnen Linie gehören. Rechts: Verhältnis der Raten mit 95-%-Intervall.
grey-parrot-title =
    Graupapageien auf Leboncoin: von { $before } auf { $after ->
        [one] { $after } Anzeige
       *[other] { $after } Anzeigen
    }
grey-parrot-text = Verhältnis der Raten { $ratio }, 95-%-Intervall { $low } bis { $high }. Dass die Art 2017 in Anhang I kam, verändert hier nicht die Zählung: Der Vergleich legt an beide Erhebungen die Anhänge desselben Tages an. Ob es Anbieter abgeschreckt hat, zeigen diese Daten nicht.
case-headline-listings =
    { $n ->
        [one] Anzeige
       *[other] Anzeigen
    }
case-headline-specimens =
    { $n ->
        [one] Exemplar
       *[other] Exemplare
    }
case-headline-value-usd = insgesamt gefordert
case-headline-live-share = der Exemplare sind lebende Tiere
case-headline-marketplaces =
    { $n ->
        [one] durchsuchter Marktplatz
       *[other] durchsuchte Marktplätze
    }
case-taxa-title =
    Die meisten Exemplare, lebend oder als Teile: { $taxon }, { $specimens ->
        [one] { $specimens } Exemplar
       *[other] { $specimens } Exemplare
    }
case-products-title = Was angeboten wird
case-marketplaces-title = Wo es angeboten wird
case-trend-up = Auf den beide Male durchsuchten Marktplätzen sind Anzeigen häufiger geworden: von { $baseline } auf { $survey }; Verhältnis der Raten { $ratio }, 95-%-Intervall { $low } bis { $high }.
case-trend-down = Auf den beide Male durchsuchten Marktplätzen sind Anzeigen seltener geworden: von { $baseline } auf { $survey }; Verhältnis der Raten { $ratio }, 95-%-Intervall { $low } bis { $high }.
case-trend-unclear = Auf den beide Male durchsuchten Marktplätzen ging die Zahl der Anzeigen von { $baseline } auf { $survey }, eine Veränderung, die sich statistisch nicht vom Zufall unterscheiden lässt (Verhältnis der Raten { $ratio }, 95-%-Intervall { $low } bis { $high }).
case-trend-none = Eine Veränderung lässt sich nicht angeben: Die frühere Erhebung hat hier nicht dieselben Marktplätze durchsucht oder auf ihnen nichts gefunden.
left-out-title = Was der Vergleich auslässt
unlike-totals-title = Die rohen Gesamtzahlen, die keine Veränderung messen
unlike-totals-text = Die Erhebungen unterscheiden sich in Ländern und Marktplätzen; der Unterschied dieser Gesamtzahlen ist keine Veränderung des Handels.
platform-policies-title = Anzeigen für das, was die Plattform verbietet
computed-beside-published-title = Zahl für Zahl
computed-beside-published-text = In der Presse veröffentlichte, an der Quelle geprüfte Zahlen, und was die Daten dafür ergeben. Veröffentlicht: > mehr als die Zahl, ≈ ungefähr. Übereinstimmung: „fast“ heißt bis auf 1 %, einen Prozentpunkt oder eine Einheit. Weitere gedruckte Zahlen, die sich aus Anzeigen nicht berechnen lassen (Strafverfolgung, Meinungen, Angaben ohne Zahl): { $missing }. Wo die Nachbildung auf einer Zahl beruht, entsteht ein Unterschied beim Lesen der Anzeigen.
computed-beside-published-baseline-title = Dasselbe für die frühere Erhebung
computed-beside-published-baseline-text = Weitere gedruckte Zahlen dieser Erhebung, die sich aus Anzeigen nicht berechnen lassen: { $missing }.
sensitivity-title = Wie weit jede Festlegung die Zahl der Exemplare verschiebt
count-methods-title = Woher die Zahl der Exemplare kommt
match-methods-title = Wie die Wörter erkannt wurden
match-methods-text = Ein falsch geschriebenes Wort gilt nur dann als Fachwort, wenn kein Wörterbuch es kennt.

rule-1 = Ein Exemplar ist ein Tier, lebend oder tot, oder ein erkennbarer Teil oder ein Erzeugnis davon, von einer Art der Anhänge, welche die Erhebung zählt, am Tag der Anzeige.
rule-2 = Nur was angeboten wird, zählt: Verkauf, Geschenk und Tausch. Gesuche, verlorene und gefundene Tiere, Dienstleistungen und Nachrichten zählen nicht.
rule-3 = Der längste Ausdruck entscheidet: „elfenbeinfarben“ ist eine Farbe, „Elfenbein“ ein Stoff. Nachahmungen, Bilder, Spielzeug, Bücher, Käfige und Futter werden beiseitegelegt.
rule-4 = Ein mehrdeutiges Wort zählt nur, wenn dieselbe Anzeige auf ein lebendes Tier oder einen Teil davon hinweist.
rule-5 = Es gilt das genaueste Tier, das der Text nennt; ein allgemeinerer Name daneben wird nicht noch einmal gezählt.
rule-6 = Eine Zahl zählt nur dann Exemplare, wenn sie nichts misst, datiert oder mit einem Preis versieht. Wo keine Zahl steht, wird ein Exemplar angenommen und als angenommen gekennzeichnet.
rule-7 = Eine Anzeige, die wieder erscheint, wird mit der zuerst gesehenen verknüpft. Verschiedene Tiere, die mit demselben Text verkauft werden, sind keine Wiederholungen.
rule-8 = Preise sind geforderte Preise, umgerechnet zum Kurs des Tages, an dem die Anzeige erschien.
rule-9 = Nachzucht, Alter und Papiere ändern nichts daran, was zählt; über die Rechtmäßigkeit wird nie entschieden.
rule-10 = Entscheidungen von Menschen haben Vorrang vor denen des Programms und werden als Datenzeilen aufbewahrt.
limits-title = Grenzen
limit-1 = Gelesen wurde nur der Text; Bilder können zeigen, was die Wörter verbergen, und verbergen, was sie zeigen.
limit-2 = Verdeckte Angebote, die alle bekannten Wörter vermeiden, werden nicht gefunden. Eine veröffentlichte Untersuchung zu Elfenbein im Vereinigten Königreich stufte 15,1 % der Anzeigen als verdeckt ein (Born Free 2022).
limit-3 = Nur offene Marktplätze: Geschlossene Gruppen und Nachrichten gehören nicht zur Erhebung.
limit-4 = Die Intervalle der Veränderungen berücksichtigen Anbieter mit vielen Anzeigen und Marktplätze, die sich jeder auf seine Weise verändern. Sie sagen nicht, warum sich etwas verändert hat; was die Einordnung in beiden Erhebungen übersieht, ist nicht darin enthalten.
cite-title = Zitiervorschlag
cite = { $survey }{ $year }. Bericht erstellt mit Wildlife Analysis { $version }.
codebook-title = Die Spalten der Datendateien (CSV): wie sie hier heißen und was sie bedeuten
title-replica-of-the-2014-survey-of-16-countries = Nachbildung der Erhebung von 2014 in 16 Ländern
title-replica-of-the-2018-survey-of-four-countries = Nachbildung der Erhebung von 2018 in vier Ländern
assumptions-title = Annahmen hinter den simulierten Erhebungen
assumption-the-exact-days-of-fieldwork-are-not-printed-six-weeks-were-chosen = Die genauen Tage der Erhebung sind nicht gedruckt: Es wurden sechs Wochen gewählt.
assumption-scope-is-appendix-i-and-ii-for-2018-sources-disagree-i-and-ii-or-i-and-annex-a = Gezählt werden die Anhänge I und II; für 2018 widersprechen sich die Quellen (I und II oder I und EU-Anhang A).
assumption-numbers-by-country-and-group-that-are-not-printed-divide-the-printed-totals-reference-replica-plan-csv = Zahlen nach Land und Gruppe, die nicht gedruckt sind, teilen die gedruckten Summen auf: reference/replica/plan.csv.
assumption-marketplaces-that-are-not-named-in-print-bear-invented-names-under-example-org = Marktplätze, die nirgends genannt sind, tragen erfundene Namen unter example.org.
assumption-countries-with-other-languages-get-texts-in-english-french-german-or-russian = Länder mit anderen Sprachen erhalten Texte auf Englisch, Französisch, Deutsch oder Russisch.
assumption-each-advertisement-offers-one-taxon-prices-are-drawn-to-sum-to-near-the-printed-value = Jede Anzeige bietet ein einziges Taxon an; die Preise sind so gezogen, dass ihre Summe dem gedruckten Wert nahekommt.

col-country-code = Land
col-marketplace = Marktplatz
col-taxon-group = Gruppe
col-scientific-name = Tier
col-product = Was
col-form = Lebend oder Teil
col-listings = Anzeigen
col-specimens = Exemplare
col-sellers = Anbieter
col-value-usd = Geforderter Wert
col-live-share = Anteil lebend
col-assumed-one-share = Anteil mit angenommener Anzahl
col-share = Anteil
col-step = Schritt
col-rows = Zeilen
col-rejection-reason = Grund
col-baseline = Frühere Erhebung
col-survey-name = Erhebung
col-survey = Spätere Erhebung
col-baseline-specimens = Exemplare, früher
col-survey-specimens = Exemplare
col-ratio = Verhältnis der Raten
col-low = von (95-%-Intervall)
col-high = bis (95-%-Intervall)
col-low-span = 95-%-Intervall
col-reduction-low-span = 95-%-Intervall
col-listings-low-span = 95-%-Intervall
col-specimens-low-span = 95-%-Intervall
col-lower-quartile-usd-span = Mittlere Hälfte
col-part = Land oder Gruppe
col-p-adjusted = p (angepasst)
col-direction = Veränderung
col-cells = Durchsuchte Paare Land–Marktplatz
col-shared-cells = Beide Male durchsucht
col-listings-compared = Verglichene Anzeigen
col-share-compared = Anteil verglichen
col-countries = Länder
col-marketplaces = Marktplätze
col-documents = Papiere
col-rule = Festlegung
col-variant = Variante
col-change = Änderung
col-count-method = Zahl aus
col-match-method = Erkannt durch
col-bans = Verboten
col-in-force-from = In Kraft seit
col-source = Quelle
col-scope = Wo
col-category = Kategorie
col-metric = Maß
col-kind = Art
col-published = Veröffentlicht
col-computed = Berechnet
col-difference = Unterschied
col-publication = Veröffentlichung
col-figure-id = Zahl
col-column = Spalte
col-called = Hier genannt
col-meaning = Bedeutung

taxon-group-reptile = Reptilien
taxon-group-bird = Vögel
taxon-group-mammal = Säugetiere
taxon-group-elephant-ivory = Elefantenelfenbein
taxon-group-other-ivory = Anderes Elfenbein
taxon-group-fish = Fische
taxon-group-amphibian = Amphibien
taxon-group-invertebrate = Übrige Wirbellose
taxon-group-coral = Korallen
taxon-group-none = beiseitegelegt, ohne Gruppe
part-all = Alle
form-live = lebende Tiere
form-part = Teile und Erzeugnisse
product-live = lebendes Tier
product-ivory = Elfenbein
product-skin-leather = Leder
product-fur = Fell
product-taxidermy = Präparat
product-shell = Panzer oder Schale
product-bone = Knochen
product-skull = Schädel
product-tooth-claw = Zahn oder Kralle
product-horn = Horn
product-feather = Feder
product-egg = Ei
product-coral = Koralle
product-caviar = Kaviar
product-medicine = Arzneimittel
product-trophy = Trophäe
product-other = anderes
bans-ivory = Elfenbein
bans-psittacus-erithacus = Graupapagei
documents-none = keine Angabe
documents-claimed = Papiere erwähnt
documents-number-given = Nummer einer Bescheinigung genannt
count-method-stated = in Ziffern genannt
count-method-number-word = in Worten genannt
count-method-pair-or-set = Paar oder Satz
count-method-assumed-one = eines angenommen
count-method-reviewed = von einem Menschen entschieden
match-field-title = Titel
match-field-description = Beschreibung
match-method-exact = genaue Wörter
match-method-fuzzy = falsch geschriebene Wörter
match-method-reviewed = von einem Menschen entschieden
direction-up = mehr
direction-down = weniger
direction-unclear = unklar
kind-count = Anzahl
kind-share = Anteil (%)
scope-fr-de-ru-uk = Vier Länder
scope-germany = Deutschland
scope-france-leboncoin = Frankreich, leboncoin.fr
scope-16-countries = 16 Länder
scope-russia = Russland
scope-china = China
scope-france = Frankreich
scope-uk = Vereinigtes Königreich
scope-poland = Polen
scope-netherlands = Niederlande
scope-6-eu-states-uk-fr-de-pl-be-nl = Sechs EU-Staaten (Belgien, Deutschland, Frankreich, Niederlande, Polen, Vereinigtes Königreich)
scope-bahrain = Bahrain
category-all = alles
category-reptiles = Reptilien
category-birds = Vögel
category-ivory-and-suspected-ivory = Elfenbein und mutmaßliches Elfenbein
category-mammals = Säugetiere
category-turtles-and-tortoises-subset-of-reptiles = Schildkröten
category-primates-live = lebende Primaten
category-owls = Eulen
category-birds-of-prey = Greifvögel
category-live = lebende Tiere
category-parts-and-derivatives = Teile und Erzeugnisse
category-social-media = soziale Medien
category-turtles-tortoises = Schildkröten
category-parrots = Papageien
category-lizards = Echsen
category-psittacus-erithacus-grey-parrot = Graupapagei
category-parts-and-products = Teile und Erzeugnisse
category-birds-exotic-birds = exotische Vögel
category-birds-parrots = Papageien
category-mammals-cats = Katzen (Felidae)
category-cats-live-and-parts = Katzen (Felidae), lebend und Teile
category-ivory = Elfenbein
category-turtles-and-tortoises = Schildkröten
category-exotic-birds = exotische Vögel
category-largest-ivory-seller-on-ebay = größter Elfenbeinanbieter auf eBay
category-primates = Primaten
metric-advertisements-and-posts = Anzeigen und Beiträge
metric-specimens = Exemplare
metric-value = Wert
metric-online-marketplaces = Online-Marktplätze
metric-social-media-platforms = soziale Medien
metric-share-of-ads = % der Anzeigen
metric-share-of-specimens = % der Exemplare
metric-ads = Anzeigen
metric-share-of-animals-offered = % der angebotenen Tiere
metric-ads-2014 = Anzeigen 2014
metric-ads-2018 = Anzeigen 2018
metric-share-of-bird-ads = % der Vogelanzeigen
metric-share-of-mammal-ads = % der Säugetieranzeigen
metric-share-of-all-cat-ads = % aller Katzenanzeigen
metric-share-of-products = % der Erzeugnisse
metric-share = %, Bezug nicht gedruckt
metric-value-usd = Wert, US-Dollar
metric-value-eur = Wert, Euro
metric-value-rub = Wert, Rubel
metric-value-gbp = Wert, Pfund Sterling
step-raw-rows = Rohzeilen
step-listings = lesbar
step-in-scope = mit geschützten Arten
step-unique = einmal gezählt
aside-listings = unlesbar
aside-in-scope = nicht gezählt
aside-unique = wiederholt
rule-main = Hauptzählung
rule-scope = Anhänge
rule-repeats = Wiederholte Anzeigen
rule-misspelt = Falsch geschriebene Wörter
rule-assumed-one = Zahl nicht genannt
variant-counted = gezählt
rule-and-variant = { $rule }: { $variant }
variant-dropped = weggelassen
variant-i = nur Anhang I
variant-i-a = I und A (EU)
variant-i-ii = Anhänge I und II
variant-i-ii-iii-a-b = Anhänge I bis III sowie A und B (EU)
reason-no-title = ohne Titel
reason-broken-record = beschädigter Datensatz
reason-truncated-file = abgeschnittene Datei
reason-unreadable-file = nicht zu öffnende Datei
reason-nul-bytes = nur leere Bytes
reason-too-large = zu großer Datensatz
reason-damaged-file = beschädigte Datei
reason-empty-file = leere Datei
reason-encrypted-file = gesperrte Datei
reason-nested-archive = Archiv in einem Archiv
reason-unsafe-member = unsicherer Pfad in einem Archiv
reason-no-header = Blatt ohne Kopfzeile
reason-no-offer = Seite ohne Angebot
rejection-reason-nothing-recognised = kein geschütztes Tier erkannt
rejection-reason-taxon-not-listed = Art am Tag der Anzeige nicht gelistet
rejection-reason-out-of-scope = in einem Anhang, den die Erhebung nicht zählt
rejection-reason-wanted = Gesuch
rejection-reason-not-an-offer = nichts angeboten
rejection-reason-imitation = Nachahmung
rejection-reason-depiction = Bild oder Figur eines Tieres
rejection-reason-toy = Spielzeug oder Kostüm
rejection-reason-media = Buch, Film oder Druck
rejection-reason-equipment = nur Käfig oder Zubehör
rejection-reason-food = Futter oder Lebensmittel
rejection-reason-service = Dienstleistung
rejection-reason-colour-or-pattern = Farbe oder Muster
rejection-reason-name-or-brand = Name oder Marke
rejection-reason-option = durch eine Option der Berechnung ausgelassen
rejection-reason-other-meaning = andere Bedeutung
rejection-reason-reviewed = von einem Menschen entschieden

count-estimates-title = Was die Zahlen wert sind: Schätzungen aus der Prüfstichprobe
count-estimates-text = Programm: was die Regeln gezählt haben, vor jeder Entscheidung von Menschen (in den anderen Tabellen sind die Entscheidungen enthalten, deren Summen können daher etwas abweichen). Schätzung: berichtigt durch die Entscheidungen von Menschen über eine Zufallsstichprobe, mit 95-%-Intervall (geschichteter Differenzschätzer). Ungeprüft: keine Stichprobe oder zu wenige Entscheidungen in diesem Teil, daher kein Intervall.
estimates-by-country-title = Exemplare nach Ländern, durch die Prüfstichprobe berichtigt, mit 95-%-Intervall
finding-audit-none = Diese Zahlen wurden noch nicht an einer von Menschen geprüften Stichprobe kontrolliert; ein Konfidenzintervall lässt sich daher nicht angeben.
finding-audit-some =
    Nach { $decided ->
        [one] { $decided } Entscheidung
       *[other] { $decided } Entscheidungen
    } von Menschen über eine Zufallsstichprobe liegt die wahre Zahl der Anzeigen bei { $listings } ({ $low } bis { $high }), die der Exemplare bei { $specimens } ({ $specimens-low } bis { $specimens-high }), mit 95 % Sicherheit.
values-title = Geforderter Gesamtwert, nach Tiergruppen
values-text = In die Summe geht jede Anzeige mit Preis einmal ein; Startgebote machen sie zur Untergrenze, und Anzeigen ohne Preis fehlen darin. Median und mittlere Hälfte gelten für den Preis eines Exemplars: Posten zu einem Gesamtpreis, Anzeigen mit mehreren Arten und Startgebote bleiben außer Betracht.
searched-grid-title = Marktplätze, die in mehreren Ländern durchsucht wurden (Exemplare)
searched-grid-text = 0: gesucht, nichts gefunden. –: nicht gesucht.
decomposition-title = Warum sich die rohen Gesamtzahlen unterscheiden
decomposition-text = Nur die Veränderung auf denselben Marktplätzen sagt etwas über den Handel; die anderen Schritte kommen daher, wo und wonach gesucht wurde. Alle Schritte zusammen ergeben den Unterschied der Gesamtzahlen.
targets-title = Fortschritt gegenüber erklärten Zielen
targets-text = Quelle des Ziels: { $source }; { $wanted } weniger bis { $year }, ohne Ausgangsjahr und Messgröße. Hier ist es die Rate der Anzeigen auf den beide Male durchsuchten Marktplätzen seit der früheren Erhebung; was bis dahin angestrebt ist, nimmt gleiche Schritte je Jahr an.
interactions-title = Die zwei wirksamsten Festlegungen zusammen
interactions-text = Veränderungen der Zahl der Exemplare; die letzte Spalte, in Prozentpunkten, ist, was beide zusammen über ihre Summe hinaus verändern. Wo sie weit von null liegt, wirken die beiden Festlegungen nicht unabhängig voneinander.
before-after-title = Veränderung auf Plattformen mit einem Verbot, gegen Marktplätze ohne eines
before-after-text = Verhältnis der Verhältnisse: die Veränderung des Verbotenen auf der Plattform, geteilt durch seine Veränderung auf den anderen Marktplätzen derselben Länder. 1 heißt: nicht anders als dort. Die letzte Spalte sagt, wo keine Regel zwischen den Erhebungen bekannt ist. Das ist ein Zusammenhang, keine Wirkung: Auch Anbieter, die zu den anderen wechseln oder ihre Wörter verbergen, verändern ihn.
public-reports-title = Was aus gemeldeten Anzeigen geworden ist
public-reports-text = Meldungen werden über die Adresse zugeordnet. Gefunden: am Tag der Meldung oder später noch da. Seither fort: vorher gesehen, danach nicht, obwohl weiter gesucht wurde.
finding-public-none = Für diese Erhebung liegen keine Meldungen aus der Öffentlichkeit vor.
finding-public-some =
    Aus der Öffentlichkeit { $reports ->
        [one] wurde { $reports } Anzeige
       *[other] wurden { $reports } Anzeigen
    } gemeldet; { $matched } davon in den Daten der Erhebung gefunden.

col-status = Stichprobe
col-decided = Entschieden
col-undecided = Nicht entschieden
col-listings-with-repeats = Anzeigen mit Wiederholungen
col-listings-estimate = Anzeigen, Schätzung
col-listings-low = Anzeigen, von
col-listings-high = Anzeigen, bis
col-specimens-estimate = Exemplare, Schätzung
col-specimens-low = Exemplare, von
col-specimens-high = Exemplare, bis
col-reviewed-share = Von Menschen entschieden
col-with-price = Anzeigen mit Preis
col-without-price = Ohne Preis
col-bid-usd = Davon Startgebote
col-unit-prices = Anzeigen mit Stückpreis
col-median-usd = Median
col-p5-usd = 5. Perzentil
col-p95-usd = 95. Perzentil
col-lower-quartile-usd = Unteres Quartil
col-upper-quartile-usd = Oberes Quartil
col-undeclared = Auf nicht gemeldeten Marktplätzen
col-interval = Intervall
col-dispersion = Streuung
col-clusters = Klumpen
col-component = Teil des Unterschieds
col-target-id = Ziel
col-wanted = Angestrebter Rückgang
col-target-year = Zieljahr
col-from-year = Ausgangsjahr
col-to-year = Stand (Jahr)
col-reduction = Rückgang
col-reduction-low = Rückgang, von
col-reduction-high = Rückgang, bis
col-wanted-by-then = Bis dahin angestrebt
col-progress = Fortschritt
col-other-rule = Zweite Festlegung
col-other-variant = Deren Variante
col-if-independent = Wenn unabhängig
col-interaction = Wechselwirkung (Prozentpunkte)
col-timing = Regel in Kraft
col-breaking = Regel galt schon
col-site-baseline = Plattform, früher
col-site-survey = Plattform, später
col-others-baseline = Andere, früher
col-others-survey = Andere, später
col-ratio-of-ratios = Verhältnis der Verhältnisse
col-caution = Vorbehalt
col-outcome = Ausgang
col-reports = Meldungen
col-reporters = Meldende
col-counted = Gezählt
col-median-days = Tage (Median)
col-relation = In der Quelle
col-agrees = Übereinstimmung
col-explanation = Erklärung

status-audited = geprüft
status-unaudited = ungeprüft
interval-exact = exakt
interval-score = Score
interval-none = keines
clusters-seller-marketplace = Anbieter und Marktplätze
clusters-seller = Anbieter
clusters-marketplace = Marktplätze
clusters-none = keine
component-baseline-total = Gesamtzahl der früheren Erhebung
component-scope-rule = nur nach der Regel einer Erhebung gezählt
component-appendix-changes = zwischen den Erhebungen gelistete oder gestrichene Arten
component-left-marketplaces = nicht mehr durchsuchte Marktplätze
component-entered-marketplaces = erstmals durchsuchte Marktplätze
component-undeclared-marketplaces = Marktplätze, die nicht als durchsucht gemeldet sind
component-effort = längere oder kürzere Suche
component-within-cells = Veränderung auf denselben Marktplätzen
component-survey-total = Gesamtzahl der späteren Erhebung
target-id-coalition-2020 = Koalition gegen den illegalen Online-Handel mit Wildtieren
progress-before-launch = erst nach der Erhebung gesetzt
progress-reached = erreicht
progress-on-course = auf Kurs
progress-behind = im Rückstand
progress-unclear = unklar
timing-before-both = vor beiden Erhebungen
timing-between = zwischen den Erhebungen
timing-after-both = nach beiden Erhebungen
timing-during = während einer Erhebung
timing-by-survey = spätestens seit der späteren Erhebung
timing-unknown = Datum nicht bekannt
caution-not-compared = nicht beide Male durchsucht
caution-not-between = Regel nicht zwischen den Erhebungen
caution-date-unknown = erster Tag der Regel nicht bekannt
caution-no-others = nichts zum Vergleichen
caution-few = wenige Anzeigen
caution-association = ein Zusammenhang, keine Wirkung
bans-any = jedes Wildtier
outcome-found = gefunden
outcome-gone-since = seither fort
outcome-removed = entfernt
outcome-never-matched = nie gefunden
outcome-unreadable = nicht lesbar
agrees-yes = ja
agrees-close = fast
agrees-none = nicht berechenbar
agrees-no = nein
explanation-made-from = die Nachbildung beruht auf dieser Zahl
explanation-made-from-rounded = aus dieser gerundeten Zahl wurde die Nachbildung gemacht
explanation-conflict-in-print = die veröffentlichten Quellen widersprechen sich
explanation-currency-without-rate = kein Wechselkurs für diese Währung
explanation-prices-drawn = Preise wurden auf diese Summe hin gezogen; Posten und ungelesene Preise lassen einen Abstand
explanation-not-a-target = die Nachbildung beruht nicht auf dieser Zahl
explanation-replica-differs = die Nachbildung folgt dieser Zahl nicht genau
explanation-sites-assumed = ungenannte Marktplätze wurden angenommen
explanation-other-data = andere Anzeigen als die der veröffentlichten Erhebung
rule-exchange-rate = Wechselkurs
rule-relevance = Relevanz
rule-doubtful = Für das Modell zweifelhafte Anzeigen
rule-language = Sprachen
variant-likeness-90 = Ähnlichkeit von mindestens 90 %
variant-likeness-95 = Ähnlichkeit von mindestens 95 %
variant-usual-number = übliche Zahl der Gruppe
variant-first-day = des ersten Tages
variant-last-day = des letzten Tages
variant-scraped-again-counted = erneut erfasste gezählt
variant-reposted-counted = erneut eingestellte gezählt
variant-cross-posted-counted = auf anderen Seiten gezählt
variant-at-least-30 = mindestens 30 %
variant-at-least-50 = mindestens 50 %
variant-at-least-70 = mindestens 70 %
variant-without-de = ohne Deutsch
variant-without-en = ohne Englisch
variant-without-fr = ohne Französisch
variant-without-ru = ohne Russisch
variant-without-nl = ohne Niederländisch
variant-without-pl = ohne Polnisch
variant-without-es = ohne Spanisch
variant-without-it = ohne Italienisch
variant-without-uk = ohne Ukrainisch

behind-title = Hinter den Zahlen: { $survey }
behind-intro = Was jede Zahl zählt, mit welchem Filter, und aus welchen Anzeigen sie besteht. Personenbezogene Angaben sind unkenntlich gemacht.
behind-back = Zum Bericht
behind-no-script = Diese Seite entpackt ihre Daten mit JavaScript. Ohne JavaScript:
behind-ask = Zahl
behind-unpacking = Wird entpackt …
behind-all = Zahlen auf dieser Seite: { $number }
behind-found = Zahlen mit „{ $text }“: { $number }
behind-same = Dieselbe wie
behind-definition = Definition
behind-filter = Filter
behind-made-by = Gebildet durch
behind-from-rows = Aus den Zeilen
behind-derived = die Funktion bildet sie aus den Zeilen
behind-rows = Zeilen
behind-survey = Erhebung { $survey }
behind-version = Version { $version }, Commit { $commit }
behind-decisions = Entscheidungen von Menschen
behind-no-decisions = keine zu diesen Anzeigen
behind-csv = Alle Zeilen als CSV
behind-first = Die ersten { $shown } von { $number } Zeilen; die CSV-Datei enthält alle.
behind-cut = Diese Seite enthält die ersten { $shown } von { $number } Zeilen; alle nennt ein Befehl:
behind-part = Diese Zeilen als CSV
behind-table = Zeilen hinter der Zahl
how-sum = Summe
how-share = Anteil
how-quantile = Quantil
how-given = in einer Tabelle vorgegeben
how-derived = abgeleitet
col-contribution = Beitrag
col-of = Von
col-listing-id = Anzeige
col-specimen-count = Exemplare
col-appendix = CITES-Anhang
col-eu-annex = EU-Anhang
col-matched-term = Entscheidende Wörter
col-match-field = Wo sie stehen
col-title = Titel
col-price-text = Preis wie geschrieben
col-posted-on = Eingestellt am
col-offer = Angebot
col-duplicate-of = Wiederholt
col-source-file = Rohdatei
col-source-row = Zeile darin
col-reason = Grund
col-reference = Referenztabelle

measure-counts-listings = Anzeigen: jede zählt eins, was immer sie anbietet; eine wiederholte nichts
measure-counts-listings-with-repeats = Anzeigen mit den wiederholten
measure-counts-specimens = Exemplare, die in nicht wiederholten Anzeigen angeboten werden
measure-counts-specimens-with-repeats = Exemplare mit denen wiederholter Anzeigen
measure-counts-sellers = Verschiedene Schlüssel von Anbietern
measure-counts-value-usd = Geforderter Preis jeder Anzeige einmal, in Dollar des Tages; ein Stückpreis mal seine Anzahl; Anzeigen, die in mehrere Zeilen fallen, stehen in keiner
measure-counts-assumed-one-share = Anteil der Exemplare, deren Anzahl als eins angenommen ist
measure-counts-reviewed-share = Anteil der Exemplare, über die ein Mensch entschieden hat
measure-counts-live-share = Anteil der Exemplare, die lebende Tiere sind
measure-counts-share = Anteil an allen Exemplaren der Erhebung
measure-counts-with-price = Anzeigen in der Summe der geforderten Preise
measure-counts-without-price = Anzeigen ohne einen Preis, der sich addieren lässt
measure-counts-bid-usd = Teil des Wertes, der aus Startgeboten besteht
measure-counts-unit-prices = Anzeigen, auf denen die Quartile beruhen
measure-counts-p5-usd = 5. Perzentil des geforderten Preises eines Exemplars
measure-counts-p95-usd = 95. Perzentil des geforderten Preises eines Exemplars
measure-counts-lower-quartile-usd = Unteres Quartil des geforderten Preises eines Exemplars
measure-counts-median-usd = Median des geforderten Preises eines Exemplars
measure-counts-upper-quartile-usd = Oberes Quartil des geforderten Preises eines Exemplars
measure-coverage-marketplaces = Verschiedene durchsuchte Marktplätze
measure-cells-marketplaces = Marktplätze des Landes
measure-funnel-rows = Zeilen bei diesem Schritt der Abrechnung
measure-reasons-listings = Anzeigen, die aus diesem Grund ausgesondert wurden
measure-unread-rows = Zeilen, die aus diesem Grund nicht gelesen werden konnten
measure-estimates-decided = Anzeigen der Prüfstichprobe, über die Menschen entschieden haben
measure-estimates-listings = Anzeigen, die das Programm zählt
measure-estimates-listings-estimate = Zählung des Programms, berichtigt durch die Prüfstichprobe (geschichteter Differenzenschätzer)
measure-estimates-listings-low = Unteres Ende des 95-%-Intervalls der berichtigten Zählung
measure-estimates-listings-high = Oberes Ende des 95-%-Intervalls der berichtigten Zählung
measure-estimates-specimens = Exemplare, die das Programm zählt
measure-estimates-specimens-estimate = { measure-estimates-listings-estimate }
measure-estimates-specimens-low = { measure-estimates-listings-low }
measure-estimates-specimens-high = { measure-estimates-listings-high }
measure-printed-published = Die Zahl wie gedruckt
measure-printed-computed = Was die Daten dafür ergeben
measure-not-computed-figures = Anzahl solcher Zahlen
measure-judgements-listings = Anzeigen unter der anderen Annahme
measure-judgements-specimens = Exemplare unter der anderen Annahme
measure-judgements-change = Änderung der Exemplare als Anteil der Hauptzählung
measure-pairs-specimens = Exemplare unter beiden Annahmen
measure-pairs-change = Änderung der Exemplare unter beiden als Anteil der Hauptzählung
measure-pairs-if-independent = Änderung, wenn sich die beiden Annahmen nicht berührten: Produkt der einzelnen Änderungen
measure-pairs-interaction = Abstand der Änderung von diesem Produkt
measure-trend-baseline = Vergleichbare Anzeigen der früheren Erhebung
measure-trend-survey = Vergleichbare Anzeigen der späteren Erhebung
measure-trend-ratio = Verhältnis der Raten von Anzeigen je Suchaufwand
measure-trend-low = Unteres Ende des 95-%-Intervalls des Verhältnisses
measure-trend-high = Oberes Ende des 95-%-Intervalls des Verhältnisses
measure-policy-baseline = Anzeigen für Verbotenes in der früheren Erhebung
measure-policy-survey = Anzeigen für Verbotenes in der späteren Erhebung
measure-policy-breaking = Davon in der späteren Erhebung die, die eingestellt wurden, als die Regel galt
measure-policy-ratio = Verhältnis der wöchentlichen Raten in Zellen, die beide Male durchsucht wurden
measure-policy-low = { measure-trend-low }
measure-policy-high = { measure-trend-high }
measure-control-site-baseline = Anzeigen für Verbotenes auf der Plattform in der früheren Erhebung; gemeinsame Zellen
measure-control-site-survey = Anzeigen für Verbotenes auf der Plattform in der späteren Erhebung; gemeinsame Zellen
measure-control-others-baseline = Dasselbe auf Marktplätzen ohne die Regel in der früheren Erhebung
measure-control-others-survey = Dasselbe auf Marktplätzen ohne die Regel in der späteren Erhebung
measure-control-ratio-of-ratios = Änderung auf der Plattform geteilt durch die Änderung auf den anderen
measure-control-low = Unteres Ende des 95-%-Intervalls des Verhältnisses der Verhältnisse
measure-control-high = Oberes Ende des 95-%-Intervalls des Verhältnisses der Verhältnisse
measure-targets-wanted = Verringerung, die das Ziel nennt: Tabelle targets
measure-targets-target-year = Jahr des Ziels: Tabelle targets
measure-targets-from-year = Jahr, in dem die frühere Feldarbeit begann
measure-targets-to-year = Jahr, in dem die spätere Feldarbeit begann
measure-targets-reduction = Eins minus das Verhältnis der vergleichbaren Raten
measure-targets-reduction-low = Unteres Ende des zugehörigen 95-%-Intervalls
measure-targets-reduction-high = Oberes Ende des zugehörigen 95-%-Intervalls
measure-targets-wanted-by-then = Das Ziel bis zur späteren Erhebung auf einem Weg gleicher jährlicher Anteile
measure-left-out-cells = Durchsuchte Zellen aus Land × Marktplatz
measure-left-out-shared-cells = In beiden Erhebungen durchsuchte Zellen
measure-left-out-listings = Nicht wiederholte Anzeigen im Umfang der Erhebung
measure-left-out-undeclared = Davon die von Marktplätzen, die die Abdeckung nicht nennt
measure-left-out-listings-compared = Anzeigen, die der Vergleich verwendet
measure-left-out-share-compared = Verglichene Anzeigen als Anteil der Anzeigen im Umfang der Erhebung
measure-steps-listings = Anzeigen, die dieser Schritt hinzufügt oder wegnimmt
measure-steps-specimens = Exemplare, die dieser Schritt hinzufügt oder wegnimmt
measure-unlike-countries = Verschiedene durchsuchte Länder
measure-unlike-marketplaces = { measure-coverage-marketplaces }
measure-unlike-listings = { measure-left-out-listings }
measure-unlike-specimens = Darin angebotene Exemplare
view-headline = Die Zahlen der ersten Seite
view-total = Alles, was in der Erhebung zählt
view-countries = Was zählt, nach durchsuchtem Land
view-country-map = { view-countries }
view-groups = Was zählt, nach Tiergruppe
view-specimens-by-country = Was zählt, nach durchsuchtem Land und Tiergruppe
view-animals-by-country = Was zählt, nach dem genauesten Namen, den der Text hergibt, und durchsuchtem Land
view-listings-by-country = { view-specimens-by-country }
view-taxa-by-country = { view-specimens-by-country }
view-top-taxa = Was zählt, nach dem genauesten Namen, den der Text hergibt
view-live-and-parts = Was zählt, nach Tiergruppe; lebende Tiere oder Teile
view-products = Was zählt, nach Ware
view-marketplaces = Was zählt, nach Marktplatz
view-documents = Was zählt, nach dem, was die Anzeige über Papiere sagt
view-match-methods = Was zählt, nach der Art, wie die Wörter erkannt wurden
view-count-methods = Was zählt, nach der Herkunft der Anzahl der Exemplare
view-values = Geforderte Preise nach Tiergruppe
view-searched-grid = Was zählt, nach Marktplatz und Land; null, wo gesucht wurde
view-prices = Geforderter Preis eines Exemplars
view-case-headline = Die Zahlen der Seite eines Landes
view-case-taxa = Was in einem Land zählt, nach dem genauesten Namen, den der Text hergibt
view-case-products = Was in einem Land zählt, nach Ware
view-case-marketplaces = Was in einem Land zählt, nach Marktplatz; null, wo gesucht wurde
view-case-coverage = Die Marktplätze eines Landes: durchsucht oder mit etwas, das zählt
view-coverage = Die durchsuchten Zellen aus Land × Marktplatz
view-funnel = Rohe Zeilen und was aus ihnen wurde
view-rejection-reasons = Ausgesonderte Anzeigen nach ihrem Grund
view-unread-rows = Nicht lesbare Zeilen nach ihrem Grund
view-count-estimates = Die durch die Prüfstichprobe berichtigten Zählungen
view-estimates-by-country = Die durch die Prüfstichprobe berichtigten Zählungen der Länder
view-computed-beside-published = Eine gedruckte Zahl und was die Daten dafür ergeben
view-computed-beside-published-baseline = Eine gedruckte Zahl der früheren Erhebung und was die Daten dafür ergeben
view-not-computed = Geprüfte gedruckte Zahlen, zu denen Anzeigen nichts sagen können
view-not-computed-baseline = Geprüfte gedruckte Zahlen der früheren Erhebung, zu denen Anzeigen nichts sagen können
view-sensitivity = Die Zählung unter einer anderen Annahme
view-interactions = Die Zählung unter zwei anderen Annahmen zugleich
view-trend-by-country = Vergleichbare Anzeigen nach Land: beide Male durchsuchte Zellen; eine Regel, ein Stichtag
view-trend-by-group = Vergleichbare Anzeigen nach Tiergruppe: beide Male durchsuchte Zellen; eine Regel, ein Stichtag
view-platform-policies = Anzeigen für das, was die eigene Regel einer Plattform verbietet
view-grey-parrot = Anzeigen für Graupapageien auf Plattformen, die sie verbieten
view-before-after = Dasselbe auf der Plattform und auf Marktplätzen derselben Länder ohne die Regel
view-targets = Änderung der Rate vergleichbarer Anzeigen gegen ein erklärtes Ziel
view-left-out = Was ein Vergleich von Gleichem mit Gleichem auslässt
view-decomposition = Woher der Unterschied der rohen Summen kommt
view-unlike-totals = Die rohen Summen nebeneinander; sie messen keine Änderung

# What the columns of the data files mean (section "names in the data files")
about-agrees = Ob die berechnete Zahl zur gedruckten passt: im Rahmen ihres Intervalls, ihrer Grenze oder ihrer Rundung
about-live-share = Anteil der Exemplare, die lebende Tiere sind; der Rest sind Teile oder Erzeugnisse
about-assumed-one-share = Anteil der Exemplare, deren Zahl die Anzeige nicht nennt und die als eines gezählt wurden
about-bans = Tiergruppen, deren Verkauf die Plattform verbietet
about-baseline = Zahl in der früheren Erhebung, wo beide gesucht haben
about-bid-usd = Teil des geforderten Werts aus Startgeboten von Auktionen, in US-Dollar
about-breaking = Anzeigen der späteren Erhebung, die eingestellt wurden, als die Regel galt
about-category = Was die gedruckte Zahl zählt: eine Tiergruppe, ein Erzeugnis oder alles
about-caution = Warum der Vergleich allein wenig beweist
about-cells = Paare aus Land und Marktplatz, die die Erhebung durchsucht hat
about-change = Um wie viel sich die Gesamtzahl der Exemplare ändert, wenn so entschieden wird
about-clusters = Marktplätze, die im Intervall unabhängig voneinander schwanken
about-component = Schritt von der Summe der früheren zur Summe der späteren Erhebung
about-computed = Die Zahl, wie dieser Bericht sie berechnet
about-count-method = Woher die Zahl der Exemplare stammt: Ziffern, Zahlwort, Paar oder Satz, oder als eins angenommen
about-countries = Zahl der durchsuchten Länder
about-country-code = Land der Anzeige; in den Dateien seine zwei Buchstaben nach ISO 3166
about-decided = Anzeigen der Stichprobe, über die Menschen entschieden haben
about-difference = Berechnet minus gedruckt, bezogen auf die gedruckte Zahl
about-direction = Anstieg oder Rückgang, nur genannt, wo das ganze Intervall auf einer Seite liegt
about-dispersion = Wie viel stärker die Zahlen schwanken als durch Zufall allein
about-documents = Papiere, die die Anzeige angibt; geprüft wurde keines
about-explanation = Was eine Abweichung von der gedruckten Zahl erklären kann
about-figure-id = Kennung der gedruckten Zahl in published_figures.csv
about-form = Ein lebendes Tier oder ein Teil oder Erzeugnis davon
about-from-year = Erstes Jahr der Feldarbeit, auf der der Fortschritt beruht
about-high = Obere Grenze des 95-%-Intervalls
about-if-independent = Erwartete Änderung, wenn die beiden Entscheidungen einander nicht beeinflussten
about-in-force-from = Tag, ab dem die Regel der Plattform gilt
about-interaction = Um wie viele Prozentpunkte beide Entscheidungen zusammen davon abweichen
about-interval = Wie das Intervall berechnet wurde
about-kind = Art der Zeile
about-listings = Anzeigen mit mindestens einem gezählten Exemplar, ohne Wiederholungen
about-listings-compared = Anzeigen der Paare, die beide Erhebungen durchsucht haben
about-listings-estimate = Anzeigen, berichtigt nach der von Menschen entschiedenen Stichprobe
about-listings-high = Obere Grenze des 95-%-Intervalls dieser Schätzung
about-listings-low = Untere Grenze des 95-%-Intervalls dieser Schätzung
about-listings-with-repeats = Anzeigen, bevor Wiederholungen eines Angebots zusammengefasst wurden
about-low = Untere Grenze des 95-%-Intervalls
about-lower-quartile-usd = Stückpreis, unter dem ein Viertel der Anzeigen liegt, in US-Dollar
about-marketplace = Website, auf der die Anzeige stand
about-marketplaces = Zahl der durchsuchten Marktplätze
about-match-method = Wie der Name erkannt wurde: wie in den Tabellen, falsch geschrieben, als Teil, oder durch Menschen
about-median-usd = Stückpreis, unter dem die Hälfte der Anzeigen bleibt, in US-Dollar
about-metric = Was gezählt wird: Anzeigen, Exemplare, ein Wert oder ein Anteil
about-other-rule = Die zweite zugleich anders getroffene Entscheidung
about-other-variant = Wie die zweite Entscheidung getroffen wurde
about-others-baseline = Anzeigen derselben Tiere auf allen anderen Plattformen, frühere Erhebung
about-others-survey = Dasselbe, spätere Erhebung
about-p5-usd = Stückpreis, unter dem 5 % der Anzeigen liegen, in US-Dollar
about-p95-usd = Stückpreis, unter dem 95 % der Anzeigen liegen, in US-Dollar
about-p-adjusted = Wahrscheinlichkeit eines solchen Unterschieds durch Zufall, angepasst an die Zahl der Vergleiche
about-part = Land oder Tiergruppe
about-product = Was angeboten wird: das lebende Tier oder welcher Teil, welches Erzeugnis
about-progress = Ob der bisherige Rückgang mit dem Ziel Schritt hält, soweit das Intervall es erkennen lässt
about-publication = Wo die Zahl gedruckt ist
about-published = Die Zahl, wie sie gedruckt ist
about-ratio = Rate der späteren geteilt durch die der früheren Erhebung; 1 heißt keine Änderung
about-ratio-of-ratios = Änderung auf der Plattform geteilt durch die auf den anderen; unter 1 fiel sie dort stärker
about-reason = Warum die Zeilen nicht gelesen oder gezählt wurden
about-reduction = Bisheriger Rückgang der Rate der Anzeigen, wo beide gesucht haben; unter null ein Anstieg
about-reduction-high = Obere Grenze ihres 95-%-Intervalls
about-reduction-low = Untere Grenze ihres 95-%-Intervalls
about-rejection-reason = Warum eine Anzeige, die ein Tier nennt, nicht gezählt wurde
about-relation = Wie die Quelle die Zahl nennt: gleich, etwa, mindestens, höchstens
about-reviewed-share = Anteil der Anzeigen, über die Menschen entschieden haben
about-rows = Zeilen der Rohdateien
about-rule = Eine Entscheidung, die anders getroffen werden könnte
about-scientific-name = Das Taxon im feinsten Rang, den die Anzeige stützt; in den Dateien der wissenschaftliche Name
about-scope = Länder oder Marktplätze, von denen die gedruckte Zahl handelt
about-sellers = Anbieter, unterschieden durch einen Schlüssel, der zu keinem Namen führt
about-share = Anteil an der Summe
about-share-compared = Anteil der Anzeigen, den der Vergleich umfasst
about-shared-cells = Paare, die beide Erhebungen durchsucht haben
about-site-baseline = Anzeigen des Verbotenen auf der Plattform, frühere Erhebung
about-site-survey = Dasselbe, spätere Erhebung
about-source = Woher die Angabe stammt
about-specimens = Angebotene Tiere oder Stücke, wie genannt oder als eines angenommen
about-specimens-estimate = Exemplare, berichtigt nach der von Menschen entschiedenen Stichprobe
about-specimens-high = Obere Grenze des 95-%-Intervalls dieser Schätzung
about-specimens-low = Untere Grenze des 95-%-Intervalls dieser Schätzung
about-status = Stand der Stichprobe
about-step = Stufe auf dem Weg von Rohzeilen zu gezählten Exemplaren
about-survey = Zahl in der späteren Erhebung, wo beide gesucht haben; unter Namen von Erhebungen, welche
about-target-id = Name des Ziels wie in targets.csv
about-target-year = Jahr, bis zu dem das Ziel erreicht sein soll
about-taxon-group = Tiergruppe in Alltagsworten: Papageien, Schildkröten, Elfenbein
about-timing = Wann die Regel in Kraft trat, neben der Feldarbeit beider Erhebungen
about-to-year = Letztes Jahr der Feldarbeit, auf der der Fortschritt beruht
about-undecided = Anzeigen der Stichprobe, über die noch nicht entschieden ist
about-undeclared = Anzeigen auf Marktplätzen, die die Erhebung nicht als durchsucht nennt
about-unit-prices = Anzeigen, deren Preis sich durch die Zahl der Exemplare teilen ließ
about-upper-quartile-usd = Stückpreis, unter dem drei Viertel der Anzeigen liegen, in US-Dollar
about-value-usd = Summe der geforderten Preise zum Tageskurs, in US-Dollar
about-variant = Wie die Entscheidung getroffen wurde
about-wanted = Rückgang, den das Ziel verlangt
about-wanted-by-then = Bis zum letzten Jahr nötiger Rückgang auf einem Weg gleicher Jahresanteile
about-with-price = Anzeigen mit lesbarem Preis
about-without-price = Anzeigen ohne Preis oder mit einem, der keine Zahl ist
