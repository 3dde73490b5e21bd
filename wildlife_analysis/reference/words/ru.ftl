report-title = Интернет-торговля охраняемыми дикими животными
page-foot = Интернет-торговля охраняемыми дикими животными — { $survey }
simulated-banner = Смоделированные данные. Эти объявления воссозданы по опубликованным цифрам, чтобы показать и проверить метод. За ними нет ни настоящих объявлений, ни продавцов, ни животных.
compared-with = сравнивается с: { $baseline }
fieldwork = Сбор данных: { $days }
scope-line = Учтены виды: { $scope }
scope-cites = { $number ->
    [one] Приложение { $scope } СИТЕС
    [few] Приложения { $scope } СИТЕС
   *[many] Приложения { $scope } СИТЕС
}
scope-eu = { $number ->
    [one] Приложение { $scope } ЕС
    [few] Приложения { $scope } ЕС
   *[many] Приложения { $scope } ЕС
}
only-country = Этот отчёт посвящён только одной стране: { $what }
only-taxon = Этот отчёт посвящён только одной группе животных: { $what }
only-since = Только объявления начиная с { $what }
contents = Содержание
skip = Перейти к содержанию
files = Здесь же:
workbook = все таблицы одной книгой (XLSX)
table-search = Поиск по таблице:
data = Данные (CSV)
trace = Откуда эти числа
source = Источник: { $surveys }.
source-simulated = Источник: { $surveys } — смоделированные данные.
alt = { $kind }: { $title }. В цифрах: { $rows }.
alt-more = { $kind }: { $title }. В цифрах, первые строки: { $rows }.
chart-bars = Столбчатая диаграмма
chart-stacked = Столбчатая диаграмма с накоплением
chart-dumbbell = Диаграмма с парами точек, раннее и позднее обследование
chart-slope = Диаграмма наклонов, раннее и позднее обследование
chart-heatmap = Тепловая карта
chart-tiles = Плиточная карта стран
chart-funnel = Диаграмма Сэнки
chart-tornado = Диаграмма столбцов по обе стороны от нуля
chart-prices = Диаграмма размаха
span = от { $low } до { $high }
span-open = { $low } и больше
not-known = не указано
axis-dollars = Долларов США за экземпляр (логарифмическая шкала; ящик: средняя половина, усы: от 5-го до 95-го процентиля)
footer = Подготовлено с помощью Wildlife Analysis { $version }. Выполненные блокноты (на английском), таблицы и рисунки рядом с этой страницей позволяют проверить каждую цифру.

section-summary = Главное
section-counting = От исходных строк к учтённым экземплярам
section-countries = Страны
section-taxa = Животные и их части
section-marketplaces = Площадки, цены и документы
section-trends = Что изменилось с предыдущего обследования
section-policies = Правила площадок
section-published = Вычислено и опубликовано
section-certainty = Насколько надёжны цифры
section-cases = По странам
section-more = Другие таблицы
section-method = Методика и её ограничения
section-codebook = Названия в файлах данных

intro-summary = Обследование учитывает объявления, в которых предлагаются живые животные, их части или изделия из видов, включённых в Приложения СИТЕС. Объявления о покупке, подделки, игрушки, изображения и клетки прочитаны и отложены; объявление, появившееся снова, считается один раз.
intro-counting = За каждую исходную строку дан отчёт: нечитаемые строки и объявления, которые не учитываются, сохранены, каждое со своей причиной.
intro-trends = Два обследования можно сравнивать только там, где поиск вели оба раза. В сравнении остаются площадки, просмотренные дважды; счёт ведётся на неделю поиска, а о росте или снижении говорится только там, где это позволяет статистика.
intro-policies = Объявления о том, что площадка запрещает, в обоих обследованиях, и такие же объявления на других площадках тех же стран. Снижение не доказывает, что причина в правиле: продавцы переходят на другие площадки и меняют слова, а скрытые объявления не находятся.
intro-certainty-audited = По случайной выборке объявлений решение приняли люди. Отсюда у подсчётов есть свой интервал: сколько, судя по выборке, учтено ошибочно и сколько пропущено. Последние таблицы показывают, насколько каждое правило сдвигает главный результат.
intro-certainty-unaudited = Случайную выборку объявлений люди ещё не проверяли, поэтому у подсчётов нет интервала: сколько объявлений учтено ошибочно или пропущено, это обследование не говорит. Диаграмма и таблицы ниже показывают, насколько каждое правило сдвигает главный результат.
intro-cases = По странице на каждую страну, где вели поиск: самые частые животные, товары и площадки. В таблицах не больше восьми строк.

headline-title = Главные цифры
headline-listings =
    { $n ->
        [one] объявление предлагает охраняемых диких животных
        [few] объявления предлагают охраняемых диких животных
       *[many] объявлений предлагают охраняемых диких животных
    }
headline-specimens =
    { $n ->
        [one] экземпляр предложен в них
        [few] экземпляра предложено в них
       *[many] экземпляров предложено в них
    }
headline-value-usd = составляет сумма запрошенных цен
headline-live-share = экземпляров — живые животные
headline-marketplaces =
    { $n ->
        [one] площадка просмотрена
        [few] площадки просмотрены
       *[many] площадок просмотрено
    }
finding-countries =
    Страна с наибольшим числом экземпляров: { $country }. Там { $specimens ->
        [one] { $specimens } экземпляр
        [few] { $specimens } экземпляра
       *[many] { $specimens } экземпляров
    } в { $listings ->
        [one] { $listings } объявлении
        [few] { $listings } объявлениях
       *[many] { $listings } объявлениях
    }, или { $share } всех экземпляров.
finding-sites =
    Площадка с наибольшим числом экземпляров: { $site }. Там { $specimens ->
        [one] { $specimens } экземпляр
        [few] { $specimens } экземпляра
       *[many] { $specimens } экземпляров
    } в { $listings ->
        [one] { $listings } объявлении
        [few] { $listings } объявлениях
       *[many] { $listings } объявлениях
    }.
finding-sites-two =
    Площадка с наибольшим числом объявлений: { $first } ({ $most }), с наибольшим числом экземпляров: { $site }. Там { $specimens ->
        [one] { $specimens } экземпляр
        [few] { $specimens } экземпляра
       *[many] { $specimens } экземпляров
    } в { $listings ->
        [one] { $listings } объявлении
        [few] { $listings } объявлениях
       *[many] { $listings } объявлениях
    }.
finding-taxa =
    Больше всего экземпляров: { $taxon }, { $specimens ->
        [one] { $specimens } экземпляр
        [few] { $specimens } экземпляра
       *[many] { $specimens } экземпляров
    }; на самую большую группу — «{ $group }» — приходится { $share } всех экземпляров.
finding-trend-up = На площадках, просмотренных оба раза, объявлений стало больше в этих странах: { $names }.
finding-trend-down = На площадках, просмотренных оба раза, объявлений стало меньше в этих странах: { $names }.
finding-trend-both = На площадках, просмотренных оба раза, объявлений стало больше ({ $up }) или меньше ({ $down }).
finding-trend-none = На площадках, просмотренных оба раза, ни в одной стране нет изменения, которое статистика отличает от случайного.

funnel-title =
    Из { $raw ->
        [one] { $raw } исходной строки
        [few] { $raw } исходных строк
       *[many] { $raw } исходных строк
    } { $unique ->
        [one] учтено { $unique } объявление
        [few] учтено { $unique } объявления
       *[many] учтено { $unique } объявлений
    }
funnel-text =
    Повторные объявления связаны с первым увиденным и в подсчёт не входят; вместе с ними было бы { $repeats ->
        [one] { $repeats } экземпляр
        [few] { $repeats } экземпляра
       *[many] { $repeats } экземпляров
    }.
rejection-reasons-title = Почему объявления отложены
unread-rows-title = Почему строки не удалось прочитать
country-map-title = Где вели поиск и сколько экземпляров нашли
country-map-text = Каждая плитка — страна, поставленная примерно по географии и названная кодом ISO; чем темнее, тем больше экземпляров. В серых странах это обследование не искало.
specimens-by-country-title =
    Экземпляры по странам, впереди всех { $country }, { $specimens ->
        [one] { $specimens } экземпляр
        [few] { $specimens } экземпляра
       *[many] { $specimens } экземпляров
    }
specimens-by-country-text = Экземпляры по странам и группам животных; слоновая кость и бивни — отдельные группы.
listings-by-country-title = Объявления по странам и группам животных
listings-by-country-text = То же по объявлениям: в одном объявлении может быть много экземпляров.
taxa-by-country-title = Группы животных в каждой стране (экземпляры)
top-taxa-title = Пятнадцать животных с наибольшим числом экземпляров, живых или в виде частей
top-taxa-text = Экземпляры под самым точным названием, какое допускает текст объявления. Цвет отличает живых животных от частей и изделий.
animals-by-country-title = Животные с наибольшим числом экземпляров в каждой стране, живых или в виде частей
animals-by-country-text = Чем темнее, тем больше (оттенки не пропорциональны). 0: искали, ничего не нашли.
live-and-parts-title = Живые животные и части, по группам (экземпляры)
products-title = Что предлагают
marketplaces-title = Площадки, где объявлений больше всего
prices-title = Запрошенная цена одного экземпляра, по группам
prices-text = Запрошенные цены за один экземпляр: из объявлений, где он один или указана цена за штуку, по курсу дня; в скобках медиана. Партии за общую цену и начальные ставки не входят. Это не цены состоявшихся сделок.
documents-title = Что в объявлениях сказано о документах
documents-text = Действительны ли документы и законна ли продажа, по объявлению не узнать; здесь об этом не судят.
trend-by-country-title = Объявления по странам, { $baseline } и { $survey }
trend-by-country-text = Число объявлений на площадках, просмотренных в обоих обследованиях, виды отобраны по одному правилу. Справа: отношение частот на неделю поиска и его 95-процентный интервал, учитывающий продавцов со многими объявлениями и различия между площадками; жирным — где изменение больше случайного, с поправкой на множественные сравнения (доля ложных открытий 5 %).
trend-by-group-title = Объявления по группам животных, { $baseline } и { $survey }
trend-by-group-text = Те же страны и площадки, на логарифмической шкале; толстые линии — там, где изменение больше случайного после той же поправки, поэтому интервал без единицы возможен и у тонкой линии. Справа: отношение частот и его 95-процентный интервал.
grey-parrot-title =
    Серые попугаи на Leboncoin: было { $before ->
        [one] { $before } объявление
        [few] { $before } объявления
       *[many] { $before } объявлений
    }, стало { $after }
grey-parrot-text = Отношение частот { $ratio }, 95-процентный интервал от { $low } до { $high }. Перевод вида в Приложение I в 2017 году не меняет здесь подсчёта: к обоим обследованиям применены Приложения одного и того же дня. Повлиял ли он на продавцов, эти данные не показывают.
case-headline-listings =
    { $n ->
        [one] объявление
        [few] объявления
       *[many] объявлений
    }
case-headline-specimens =
    { $n ->
        [one] экземпляр
        [few] экземпляра
       *[many] экземпляров
    }
case-headline-value-usd = запрошено всего
case-headline-live-share = экземпляров — живые животные
case-headline-marketplaces =
    { $n ->
        [one] просмотренная площадка
        [few] просмотренные площадки
       *[many] просмотренных площадок
    }
case-taxa-title =
    Больше всего экземпляров, живых или в виде частей: { $taxon }, { $specimens ->
        [one] { $specimens } экземпляр
        [few] { $specimens } экземпляра
       *[many] { $specimens } экземпляров
    }
case-products-title = Что предлагают
case-marketplaces-title = Где предлагают
case-trend-up = На площадках, просмотренных оба раза, объявлений стало больше: было { $baseline }, стало { $survey }; отношение частот { $ratio }, 95-процентный интервал от { $low } до { $high }.
case-trend-down = На площадках, просмотренных оба раза, объявлений стало меньше: было { $baseline }, стало { $survey }; отношение частот { $ratio }, 95-процентный интервал от { $low } до { $high }.
case-trend-unclear = На площадках, просмотренных оба раза, объявлений было { $baseline }, стало { $survey }: изменение, которое статистика не отличает от случайного (отношение частот { $ratio }, 95-процентный интервал от { $low } до { $high }).
case-trend-none = Об изменении сказать нельзя: предыдущее обследование не просматривало здесь тех же площадок или ничего на них не нашло.
left-out-title = Что в сравнение не вошло
unlike-totals-title = Общие итоги, которые не измеряют изменения
unlike-totals-text = Обследования различаются странами и площадками; разность этих итогов не показывает изменения торговли.
platform-policies-title = Объявления о том, что площадка запрещает
computed-beside-published-title = Цифра за цифрой
computed-beside-published-text = Проверенные цифры, как они напечатаны, и что дают данные. Напечатано: > больше числа, ≈ около него. Совпадение: «почти» — до 1 %, одного процентного пункта или одной единицы. Другие напечатанные цифры, которых по объявлениям не вычислить (уголовные дела, мнения, слова без числа): { $missing }. Там, где модель построена по цифре, расхождение возникает при чтении объявлений.
computed-beside-published-baseline-title = То же для предыдущего обследования
computed-beside-published-baseline-text = Другие напечатанные цифры этого обследования, которых по объявлениям не вычислить: { $missing }.
sensitivity-title = Насколько каждое правило сдвигает число экземпляров
count-methods-title = Откуда взято число экземпляров
match-methods-title = Как распознаны слова
match-methods-text = Слово с ошибкой принимается за термин, только если его нет ни в одном словаре.

rule-1 = Экземпляр — это животное, живое или мёртвое, либо узнаваемая его часть или изделие из него, если вид на день объявления входит в Приложения, которые учитывает обследование.
rule-2 = Считается только то, что предлагают: продажа, дарение, обмен. Объявления о покупке, о пропавших и найденных животных, услуги и новости не считаются.
rule-3 = Решает самое длинное выражение: «цвета слоновой кости» — это цвет, «слоновая кость» — материал. Подделки, изображения, игрушки, книги, клетки и корма отложены.
rule-4 = Многозначное слово считается, только если в том же объявлении есть признак живого животного или его части.
rule-5 = Принимается самое точное название животного в тексте; более общее название рядом второй раз не считается.
rule-6 = Число считает экземпляры, только если оно не размер, не дата и не цена. Где числа нет, принят один экземпляр, и это помечено.
rule-7 = Объявление, появившееся снова, связывается с первым увиденным. Разные животные, продаваемые с одним и тем же текстом, повторами не считаются.
rule-8 = Цены — это запрошенные цены, пересчитанные по курсу дня публикации.
rule-9 = Разведение в неволе, возраст и документы не меняют того, что считается; о законности не судят никогда.
rule-10 = Решения людей важнее решений программы и хранятся как строки данных.
limits-title = Ограничения
limit-1 = Прочитан только текст; изображение может показать то, что скрывают слова, и скрыть то, что они показывают.
limit-2 = Скрытые предложения, избегающие всех известных слов, не находятся. В опубликованном исследовании о слоновой кости в Великобритании скрытыми признаны 15,1 % объявлений (Born Free 2022).
limit-3 = Только открытые площадки: закрытые группы и личные сообщения в обследование не входят.
limit-4 = Интервалы изменений учитывают продавцов со многими объявлениями и то, что площадки меняются каждая по-своему. Они не говорят, почему что-то изменилось; того, что классификация пропускает в обоих обследованиях, в них нет.
cite-title = Как ссылаться
cite = { $survey }{ $year }. Отчёт подготовлен с помощью Wildlife Analysis { $version }.
codebook-title = Столбцы файлов данных (CSV): как они названы здесь и что значат
title-replica-of-the-2014-survey-of-16-countries = Модель обследования 2014 года в 16 странах
title-replica-of-the-2018-survey-of-four-countries = Модель обследования 2018 года в четырёх странах
assumptions-title = Допущения смоделированных обследований
assumption-the-exact-days-of-fieldwork-are-not-printed-six-weeks-were-chosen = Точные дни сбора не опубликованы: выбраны шесть недель.
assumption-scope-is-appendix-i-and-ii-for-2018-sources-disagree-i-and-ii-or-i-and-annex-a = Учитываются Приложения I и II; для 2018 года источники расходятся (I и II или I и приложение A ЕС).
assumption-numbers-by-country-and-group-that-are-not-printed-divide-the-printed-totals-reference-replica-plan-csv = Неопубликованные числа по странам и группам делят опубликованные итоги: reference/replica/plan.csv.
assumption-marketplaces-that-are-not-named-in-print-bear-invented-names-under-example-org = Площадки, не названные в публикациях, носят вымышленные имена в домене example.org.
assumption-countries-with-other-languages-get-texts-in-english-french-german-or-russian = Для стран с другими языками тексты написаны на английском, французском, немецком или русском.
assumption-each-advertisement-offers-one-taxon-prices-are-drawn-to-sum-to-near-the-printed-value = Каждое объявление предлагает один таксон; цены подобраны так, что их сумма близка к опубликованной.

col-country-code = Страна
col-marketplace = Площадка
col-taxon-group = Группа
col-scientific-name = Животное
col-product = Что
col-form = Живое или часть
col-listings = Объявления
col-specimens = Экземпляры
col-sellers = Продавцы
col-value-usd = Запрошено
col-live-share = Доля живых
col-assumed-one-share = Доля, где принят один
col-share = Доля
col-step = Шаг
col-rows = Строки
col-rejection-reason = Причина
col-baseline = Предыдущее обследование
col-survey-name = Обследование
col-survey = Новое обследование
col-baseline-specimens = Экземпляры, раньше
col-survey-specimens = Экземпляры
col-ratio = Отношение частот
col-low = от (95-процентный интервал)
col-high = до (95-процентный интервал)
col-low-span = Интервал 95 %
col-reduction-low-span = Интервал 95 %
col-listings-low-span = Интервал 95 %
col-specimens-low-span = Интервал 95 %
col-lower-quartile-usd-span = Средняя половина
col-part = Страна или группа
col-p-adjusted = p (с поправкой)
col-direction = Изменение
col-cells = Просмотрено пар страна–площадка
col-shared-cells = Просмотрены дважды
col-listings-compared = Объявлений в сравнении
col-share-compared = Доля сравнения
col-countries = Страны
col-marketplaces = Площадки
col-documents = Документы
col-rule = Правило
col-variant = Вариант
col-change = Сдвиг
col-count-method = Откуда число
col-match-method = Распознано
col-bans = Запрещено
col-in-force-from = Действует с
col-source = Источник
col-scope = Где
col-category = Категория
col-metric = Мера
col-kind = Вид
col-published = Напечатано
col-computed = Вычислено
col-difference = Разница
col-publication = Издание
col-figure-id = Цифра
col-column = Столбец
col-called = Название здесь
col-meaning = Значение

taxon-group-reptile = Рептилии
taxon-group-bird = Птицы
taxon-group-mammal = Млекопитающие
taxon-group-elephant-ivory = Слоновая кость
taxon-group-other-ivory = Другая кость и бивни
taxon-group-fish = Рыбы
taxon-group-amphibian = Амфибии
taxon-group-invertebrate = Прочие беспозвоночные
taxon-group-coral = Кораллы
taxon-group-none = отложены, без группы
part-all = Всего
form-live = живые животные
form-part = части и изделия
product-live = живое животное
product-ivory = слоновая кость, бивни
product-skin-leather = кожа
product-fur = мех
product-taxidermy = чучело
product-shell = панцирь или раковина
product-bone = кость
product-skull = череп
product-tooth-claw = зуб или коготь
product-horn = рог
product-feather = перо
product-egg = яйцо
product-coral = коралл
product-caviar = икра
product-medicine = лекарство
product-trophy = трофей
product-other = другое
bans-ivory = слоновая кость
bans-psittacus-erithacus = серый попугай
documents-none = ничего не сказано
documents-claimed = сказано, что есть
documents-number-given = указан номер сертификата
count-method-stated = указано цифрами
count-method-number-word = указано словами
count-method-pair-or-set = пара или набор
count-method-assumed-one = принят один
count-method-reviewed = решил человек
match-field-title = заголовок
match-field-description = описание
match-method-exact = точные слова
match-method-fuzzy = слова с ошибками
match-method-reviewed = решил человек
direction-up = больше
direction-down = меньше
direction-unclear = неясно
kind-count = число
kind-share = доля (%)
scope-fr-de-ru-uk = Четыре страны
scope-germany = Германия
scope-france-leboncoin = Франция, leboncoin.fr
scope-16-countries = 16 стран
scope-russia = Россия
scope-china = Китай
scope-france = Франция
scope-uk = Великобритания
scope-poland = Польша
scope-netherlands = Нидерланды
scope-6-eu-states-uk-fr-de-pl-be-nl = Шесть государств ЕС (Бельгия, Великобритания, Германия, Нидерланды, Польша, Франция)
scope-bahrain = Бахрейн
category-all = всё
category-reptiles = рептилии
category-birds = птицы
category-ivory-and-suspected-ivory = слоновая кость и предполагаемая слоновая кость
category-mammals = млекопитающие
category-turtles-and-tortoises-subset-of-reptiles = черепахи
category-primates-live = живые приматы
category-owls = совы
category-birds-of-prey = хищные птицы
category-live = живые животные
category-parts-and-derivatives = части и дериваты
category-social-media = социальные сети
category-turtles-tortoises = черепахи
category-parrots = попугаи
category-lizards = ящерицы
category-psittacus-erithacus-grey-parrot = серый попугай
category-parts-and-products = части и изделия
category-birds-exotic-birds = экзотические птицы
category-birds-parrots = попугаи
category-mammals-cats = кошачьи (Felidae)
category-cats-live-and-parts = кошачьи (Felidae), живые и части
category-ivory = слоновая кость
category-turtles-and-tortoises = черепахи
category-exotic-birds = экзотические птицы
category-largest-ivory-seller-on-ebay = крупнейший продавец слоновой кости на eBay
category-primates = приматы
metric-advertisements-and-posts = объявления и публикации
metric-specimens = экземпляры
metric-value = стоимость
metric-online-marketplaces = интернет-площадки
metric-social-media-platforms = социальные сети
metric-share-of-ads = % объявлений
metric-share-of-specimens = % экземпляров
metric-ads = объявления
metric-share-of-animals-offered = % предложенных животных
metric-ads-2014 = объявления в 2014 году
metric-ads-2018 = объявления в 2018 году
metric-share-of-bird-ads = % объявлений о птицах
metric-share-of-mammal-ads = % объявлений о млекопитающих
metric-share-of-all-cat-ads = % всех объявлений о кошачьих
metric-share-of-products = % изделий
metric-share = %, основа не указана
metric-value-usd = стоимость, доллары США
metric-value-eur = стоимость, евро
metric-value-rub = стоимость, рубли
metric-value-gbp = стоимость, фунты стерлингов
step-raw-rows = исходные строки
step-listings = прочитаны
step-in-scope = с охраняемыми видами
step-unique = учтены один раз
aside-listings = не прочитать
aside-in-scope = не учтены
aside-unique = повторы
rule-main = основной подсчёт
rule-scope = Приложения
rule-repeats = Повторы
rule-misspelt = Слова с ошибками
rule-assumed-one = Число не указано
variant-counted = учтены
rule-and-variant = { $rule }: { $variant }
variant-dropped = исключены
variant-i = только Приложение I
variant-i-a = I и A (ЕС)
variant-i-ii = Приложения I и II
variant-i-ii-iii-a-b = Приложения I–III, A и B (ЕС)
reason-no-title = без заголовка
reason-broken-record = повреждённая запись
reason-truncated-file = обрезанный файл
reason-unreadable-file = файл не открывается
reason-nul-bytes = только пустые байты
reason-too-large = слишком большая запись
reason-damaged-file = повреждённый файл
reason-empty-file = пустой файл
reason-encrypted-file = закрытый паролем файл
reason-nested-archive = архив внутри архива
reason-unsafe-member = небезопасный путь в архиве
reason-no-header = лист без заголовков
reason-no-offer = страница без предложения
rejection-reason-nothing-recognised = охраняемое животное не распознано
rejection-reason-taxon-not-listed = вид в тот день не входил в Приложения
rejection-reason-out-of-scope = вид в Приложении, которое обследование не учитывает
rejection-reason-wanted = объявление о покупке
rejection-reason-not-an-offer = ничего не предлагают
rejection-reason-imitation = подделка
rejection-reason-depiction = изображение или фигурка животного
rejection-reason-toy = игрушка или костюм
rejection-reason-media = книга, фильм или гравюра
rejection-reason-equipment = только клетка или инвентарь
rejection-reason-food = корм или пища
rejection-reason-service = услуга
rejection-reason-colour-or-pattern = цвет или узор
rejection-reason-name-or-brand = имя или марка
rejection-reason-option = исключено настройкой расчёта
rejection-reason-other-meaning = другое значение
rejection-reason-reviewed = решил человек

count-estimates-title = Чего стоят подсчёты: оценки по проверочной выборке
count-estimates-text = Программа: что учтено по правилам, до решений людей (в остальных таблицах эти решения учтены, поэтому итоги могут немного отличаться). Оценка: с поправкой на решения людей по случайной выборке, с 95-процентным интервалом (стратифицированная разностная оценка). Не проверено: нет выборки или слишком мало решений в этой части, поэтому нет интервала.
estimates-by-country-title = Экземпляры по странам с поправкой по проверочной выборке и 95-процентным интервалом
finding-audit-none = Эти цифры ещё не проверены людьми на случайной выборке, поэтому доверительный интервал не указан.
finding-audit-some =
    По { $decided ->
        [one] { $decided } решению
        [few] { $decided } решениям
       *[many] { $decided } решениям
    } людей о случайной выборке истинное число объявлений оценивается в { $listings } (от { $low } до { $high }), экземпляров — в { $specimens } (от { $specimens-low } до { $specimens-high }), с доверительной вероятностью 95 %.
values-title = Запрошенная стоимость, по группам животных
values-text = В сумму каждое объявление с ценой входит один раз; из-за начальных ставок это нижняя граница. Медиана и средняя половина — цены одного экземпляра: партии за общую цену, объявления с несколькими видами и начальные ставки не входят.
searched-grid-title = Площадки, просмотренные более чем в одной стране (экземпляры)
searched-grid-text = 0: искали, ничего не нашли. –: не искали.
decomposition-title = Из чего складывается разница общих итогов
decomposition-text = О торговле говорит только изменение на тех же площадках; остальные шаги — следствие того, где и что искали. Все шаги вместе дают разницу сумм.
targets-title = На пути к объявленным целям
targets-text = Источник цели: { $source }; на { $wanted } меньше к { $year } году, без начального года и меры. Здесь это частота объявлений на площадках, просмотренных оба раза, со времени предыдущего обследования; нужное к тому времени считается при равных годовых шагах.
interactions-title = Два самых влиятельных правила вместе
interactions-text = Изменения числа экземпляров; последний столбец, в процентных пунктах, — то, что оба правила вместе меняют сверх их суммы. Где он далёк от нуля, правила влияют друг на друга.
before-after-title = Изменение на площадках с запретом и на площадках без него
before-after-text = Отношение отношений: изменение числа запрещённого на площадке, делённое на его изменение на других площадках тех же стран. 1 означает: так же, как на других. Последний столбец говорит, где неизвестно правило, введённое между обследованиями. Это связь, а не следствие: её меняют и продавцы, которые переходят на другие площадки или прячут слова.
public-reports-title = Что стало с объявлениями, о которых сообщили люди
public-reports-text = Сообщения сопоставлены по адресу. Найдено: было на месте в день сообщения или позже. С тех пор исчезло: видели раньше, но не потом, хотя поиск продолжался.
finding-public-none = К этому обследованию нет сообщений от населения.
finding-public-some =
    Люди сообщили о { $reports ->
        [one] { $reports } объявлении
        [few] { $reports } объявлениях
       *[many] { $reports } объявлениях
    }; среди собранных нашлось { $matched }.

col-status = Выборка
col-decided = Решено
col-undecided = Не решено
col-listings-with-repeats = Объявления с повторами
col-listings-estimate = Объявления, оценка
col-listings-low = объявления, от
col-listings-high = объявления, до
col-specimens-estimate = Экземпляры, оценка
col-specimens-low = экземпляры, от
col-specimens-high = экземпляры, до
col-reviewed-share = Решено людьми
col-with-price = Объявлений с ценой
col-without-price = Без цены
col-bid-usd = Из суммы: начальные ставки
col-unit-prices = Объявлений с ценой за экземпляр
col-median-usd = Медиана
col-p5-usd = 5-й процентиль
col-p95-usd = 95-й процентиль
col-lower-quartile-usd = Нижний квартиль
col-upper-quartile-usd = Верхний квартиль
col-undeclared = На незаявленных площадках
col-interval = Интервал
col-dispersion = Разброс
col-clusters = Кластеры
col-component = Часть разницы
col-target-id = Цель
col-wanted = Целевое снижение
col-target-year = Срок
col-from-year = С года
col-to-year = По год
col-reduction = Снижение
col-reduction-low = снижение, от
col-reduction-high = снижение, до
col-wanted-by-then = Нужно к тому времени
col-progress = Ход
col-other-rule = Второе правило
col-other-variant = Его вариант
col-if-independent = Если независимы
col-interaction = Взаимодействие (п. п.)
col-timing = Правило действует
col-breaking = При действующем правиле
col-site-baseline = Площадка, раньше
col-site-survey = Площадка
col-others-baseline = Другие, раньше
col-others-survey = Другие
col-ratio-of-ratios = Отношение отношений
col-caution = Оговорка
col-outcome = Исход
col-reports = Сообщения
col-reporters = Сообщившие
col-counted = Учтено
col-median-days = Дни (медиана)
col-relation = В источнике
col-agrees = Совпадение
col-explanation = Объяснение

status-audited = проверено
status-unaudited = не проверено
interval-exact = точный
interval-score = счётный
interval-none = нет
clusters-seller-marketplace = продавцы и площадки
clusters-seller = продавцы
clusters-marketplace = площадки
clusters-none = нет
component-baseline-total = сумма предыдущего обследования
component-scope-rule = учтено по правилу лишь одного обследования
component-appendix-changes = виды, внесённые или исключённые между обследованиями
component-left-marketplaces = площадки, где больше не искали
component-entered-marketplaces = площадки, где искали впервые
component-undeclared-marketplaces = площадки вне заявленного поиска
component-effort = разная продолжительность поиска
component-within-cells = изменение на тех же площадках
component-survey-total = сумма нового обследования
target-id-coalition-2020 = Коалиция против незаконной интернет-торговли дикими животными
progress-before-launch = поставлена после обследования
progress-reached = достигнуто
progress-on-course = по плану
progress-behind = отстаёт
progress-unclear = неясно
timing-before-both = до обоих обследований
timing-between = между обследованиями
timing-after-both = после обоих обследований
timing-during = во время обследования
timing-by-survey = не позже нового обследования
timing-unknown = дата неизвестна
caution-not-compared = не просмотрено оба раза
caution-not-between = правило не между обследованиями
caution-date-unknown = дата правила неизвестна
caution-no-others = не с чем сравнить
caution-few = мало объявлений
caution-association = связь, а не следствие
bans-any = любые дикие животные
outcome-found = найдено
outcome-gone-since = с тех пор исчезло
outcome-removed = удалено
outcome-never-matched = не нашлось
outcome-unreadable = не прочитать
agrees-yes = да
agrees-close = почти
agrees-none = не вычислить
agrees-no = нет
explanation-made-from = модель построена по этой цифре
explanation-made-from-rounded = по этой округлённой цифре построена модель
explanation-conflict-in-print = опубликованные источники противоречат друг другу
explanation-currency-without-rate = нет курса этой валюты
explanation-prices-drawn = цены подобраны к этой сумме; партии и нераспознанные цены дают расхождение
explanation-not-a-target = модель построена не по этой цифре
explanation-replica-differs = модель следует этой цифре неточно
explanation-sites-assumed = неназванные площадки предположены
explanation-other-data = другие объявления, чем в опубликованном обследовании
rule-exchange-rate = Курс валют
rule-relevance = Вероятность
rule-doubtful = Сомнительные для модели
rule-language = Языки
variant-likeness-90 = сходство не ниже 90 %
variant-likeness-95 = сходство не ниже 95 %
variant-usual-number = обычное число для группы
variant-first-day = первого дня
variant-last-day = последнего дня
variant-scraped-again-counted = собранные снова учтены
variant-reposted-counted = поданные снова учтены
variant-cross-posted-counted = на других площадках учтены
variant-at-least-30 = не меньше 30 %
variant-at-least-50 = не меньше 50 %
variant-at-least-70 = не меньше 70 %
variant-without-de = без немецкого
variant-without-en = без английского
variant-without-fr = без французского
variant-without-ru = без русского
variant-without-nl = без нидерландского
variant-without-pl = без польского
variant-without-es = без испанского
variant-without-it = без итальянского
variant-without-uk = без украинского

behind-title = За цифрами: { $survey }
behind-intro = Что считает каждое число, с каким отбором, и из каких объявлений оно состоит. Личные данные скрыты.
behind-back = К отчёту
behind-no-script = Эта страница распаковывает свои данные с помощью JavaScript. Без него:
behind-ask = Число
behind-unpacking = Распаковка …
behind-all = Чисел на этой странице: { $number }
behind-found = Чисел с «{ $text }»: { $number }
behind-same = То же, что
behind-definition = Определение
behind-filter = Отбор
behind-made-by = Чем получено
behind-from-rows = По строкам
behind-derived = функция выводит его из строк
behind-rows = Строки
behind-survey = Обследование { $survey }
behind-version = версия { $version }, коммит { $commit }
behind-decisions = Решения людей
behind-no-decisions = по этим объявлениям нет
behind-csv = Все строки в CSV
behind-first = Первые { $shown } из { $number } строк; в CSV есть все.
behind-cut = На этой странице первые { $shown } из { $number } строк; все перечисляет команда:
behind-part = Эти строки в CSV
behind-table = Строки за числом
how-sum = сумма
how-share = доля
how-quantile = квантиль
how-given = задано таблицей
how-derived = выведено
col-contribution = Вклад
col-of = Из
col-listing-id = Объявление
col-specimen-count = Экземпляры
col-appendix = Приложение СИТЕС
col-eu-annex = Приложение ЕС
col-matched-term = Решающие слова
col-match-field = Где они стоят
col-title = Заголовок
col-price-text = Цена, как написано
col-posted-on = Размещено
col-offer = Предложение
col-duplicate-of = Повторяет
col-source-file = Исходный файл
col-source-row = Строка в нём
col-reason = Причина
col-reference = Справочная таблица

measure-counts-listings = Объявления: каждое считается один раз, что бы в нём ни предлагали; повторное не считается
measure-counts-listings-with-repeats = Объявления вместе с повторными
measure-counts-specimens = Экземпляры, предлагаемые в неповторных объявлениях
measure-counts-specimens-with-repeats = Экземпляры вместе с экземплярами из повторных объявлений
measure-counts-sellers = Различные ключи продавцов
measure-counts-value-usd = Запрошенная цена каждого объявления один раз, в долларах по курсу дня; цена за штуку умножена на число; объявления, попадающие в несколько строк, не входят ни в одну
measure-counts-assumed-one-share = Доля экземпляров, число которых принято за единицу
measure-counts-reviewed-share = Доля экземпляров, по которым решение принял человек
measure-counts-live-share = Доля экземпляров, которые являются живыми животными
measure-counts-share = Доля всех экземпляров обследования
measure-counts-with-price = Объявления, вошедшие в сумму запрошенных цен
measure-counts-without-price = Объявления без цены, которую можно сложить
measure-counts-bid-usd = Часть стоимости, которая состоит из начальных ставок
measure-counts-unit-prices = Объявления, на которых основаны квартили
measure-counts-p5-usd = 5-й процентиль запрошенной цены одного экземпляра
measure-counts-p95-usd = 95-й процентиль запрошенной цены одного экземпляра
measure-counts-lower-quartile-usd = Нижний квартиль запрошенной цены одного экземпляра
measure-counts-median-usd = Медиана запрошенной цены одного экземпляра
measure-counts-upper-quartile-usd = Верхний квартиль запрошенной цены одного экземпляра
measure-coverage-marketplaces = Различные проверенные торговые площадки
measure-cells-marketplaces = Торговые площадки страны
measure-funnel-rows = Строки на этом шаге учёта
measure-reasons-listings = Объявления, отклонённые по этой причине
measure-unread-rows = Строки, не прочитанные по этой причине
measure-estimates-decided = Объявления контрольной выборки, по которым решения приняли люди
measure-estimates-listings = Объявления, которые засчитывает программа
measure-estimates-listings-estimate = Подсчёт программы, исправленный по контрольной выборке (стратифицированная разностная оценка)
measure-estimates-listings-low = Нижняя граница 95-процентного интервала исправленного подсчёта
measure-estimates-listings-high = Верхняя граница 95-процентного интервала исправленного подсчёта
measure-estimates-specimens = Экземпляры, которые засчитывает программа
measure-estimates-specimens-estimate = { measure-estimates-listings-estimate }
measure-estimates-specimens-low = { measure-estimates-listings-low }
measure-estimates-specimens-high = { measure-estimates-listings-high }
measure-printed-published = Число, как напечатано
measure-printed-computed = Что дают для него данные
measure-not-computed-figures = Количество таких чисел
measure-judgements-listings = Объявления при этом варианте
measure-judgements-specimens = Экземпляры при этом варианте
measure-judgements-change = Изменение числа экземпляров как доля основного подсчёта
measure-pairs-specimens = Экземпляры при обоих вариантах
measure-pairs-change = Изменение числа экземпляров при обоих как доля основного подсчёта
measure-pairs-if-independent = Изменение, если бы два решения не влияли друг на друга: произведение отдельных изменений
measure-pairs-interaction = Отличие изменения от этого произведения
measure-trend-baseline = Сопоставимые объявления прежнего обследования
measure-trend-survey = Сопоставимые объявления более позднего обследования
measure-trend-ratio = Отношение частот объявлений на единицу усилий
measure-trend-low = Нижняя граница 95-процентного интервала отношения
measure-trend-high = Верхняя граница 95-процентного интервала отношения
measure-policy-baseline = Объявления о запрещённом в прежнем обследовании
measure-policy-survey = Объявления о запрещённом в более позднем обследовании
measure-policy-breaking = Из них в более позднем обследовании те, что размещены, когда правило действовало
measure-policy-ratio = Отношение недельных частот в ячейках, проверенных в обоих обследованиях
measure-policy-low = { measure-trend-low }
measure-policy-high = { measure-trend-high }
measure-control-site-baseline = Объявления о запрещённом на площадке в прежнем обследовании; общие ячейки
measure-control-site-survey = Объявления о запрещённом на площадке в более позднем обследовании; общие ячейки
measure-control-others-baseline = То же на площадках без этого правила в прежнем обследовании
measure-control-others-survey = То же на площадках без этого правила в более позднем обследовании
measure-control-ratio-of-ratios = Изменение на площадке, делённое на изменение на остальных
measure-control-low = Нижняя граница 95-процентного интервала отношения отношений
measure-control-high = Верхняя граница 95-процентного интервала отношения отношений
measure-targets-wanted = Сокращение, названное целью: таблица targets
measure-targets-target-year = Год цели: таблица targets
measure-targets-from-year = Год начала прежней полевой работы
measure-targets-to-year = Год начала более поздней полевой работы
measure-targets-reduction = Единица минус отношение сопоставимых частот
measure-targets-reduction-low = Нижняя граница его 95-процентного интервала
measure-targets-reduction-high = Верхняя граница его 95-процентного интервала
measure-targets-wanted-by-then = Цель к более позднему обследованию на пути равных годовых долей
measure-left-out-cells = Проверенные ячейки «страна × площадка»
measure-left-out-shared-cells = Ячейки, проверенные в обоих обследованиях
measure-left-out-listings = Неповторные объявления в охвате обследования
measure-left-out-undeclared = Из них с площадок, которых нет в описании охвата
measure-left-out-listings-compared = Объявления, которые использует сравнение
measure-left-out-share-compared = Сравниваемые объявления как доля объявлений в охвате
measure-steps-listings = Объявления, которые этот шаг добавляет или убирает
measure-steps-specimens = Экземпляры, которые этот шаг добавляет или убирает
measure-unlike-countries = Различные проверенные страны
measure-unlike-marketplaces = { measure-coverage-marketplaces }
measure-unlike-listings = { measure-left-out-listings }
measure-unlike-specimens = Предлагаемые в них экземпляры
view-headline = Числа первой страницы
view-total = Всё, что засчитано в обследовании
view-countries = Засчитанное по проверенным странам
view-country-map = { view-countries }
view-groups = Засчитанное по группам животных
view-specimens-by-country = Засчитанное по проверенным странам и группам животных
view-animals-by-country = Засчитанное по самому точному названию, которое допускает текст, и по проверенным странам
view-listings-by-country = { view-specimens-by-country }
view-taxa-by-country = { view-specimens-by-country }
view-top-taxa = Засчитанное по самому точному названию, которое допускает текст
view-live-and-parts = Засчитанное по группам животных; живые животные или части
view-products = Засчитанное по видам товара
view-marketplaces = Засчитанное по торговым площадкам
view-documents = Засчитанное по тому, что сказано в объявлении о документах
view-match-methods = Засчитанное по способу распознавания слов
view-count-methods = Засчитанное по источнику числа экземпляров
view-values = Запрошенные цены по группам животных
view-searched-grid = Засчитанное по площадкам и странам; ноль там, где искали
view-prices = Запрошенная цена одного экземпляра
view-case-headline = Числа страницы одной страны
view-case-taxa = Засчитанное в стране по самому точному названию, которое допускает текст
view-case-products = Засчитанное в стране по видам товара
view-case-marketplaces = Засчитанное в стране по площадкам; ноль там, где искали
view-case-coverage = Площадки страны: проверенные или такие, где есть что засчитать
view-coverage = Проверенные ячейки «страна × площадка»
view-funnel = Исходные строки и что с ними стало
view-rejection-reasons = Отклонённые объявления по причинам
view-unread-rows = Непрочитанные строки по причинам
view-count-estimates = Подсчёты, исправленные по контрольной выборке
view-estimates-by-country = Подсчёты по странам, исправленные по контрольной выборке
view-computed-beside-published = Напечатанное число и что дают для него данные
view-computed-beside-published-baseline = Напечатанное число прежнего обследования и что дают для него данные
view-not-computed = Проверенные напечатанные числа, о которых объявления ничего не говорят
view-not-computed-baseline = Проверенные напечатанные числа прежнего обследования, о которых объявления ничего не говорят
view-sensitivity = Подсчёт при другом решении
view-interactions = Подсчёт при двух других решениях сразу
view-trend-by-country = Сопоставимые объявления по странам: ячейки, проверенные оба раза; одно правило на один день
view-trend-by-group = Сопоставимые объявления по группам животных: ячейки, проверенные оба раза; одно правило на один день
view-platform-policies = Объявления о том, что запрещает собственное правило площадки
view-grey-parrot = Объявления о серых попугаях на площадках, где они запрещены
view-before-after = То же на площадке и на площадках тех же стран без этого правила
view-targets = Изменение частоты сопоставимых объявлений по отношению к заявленной цели
view-left-out = Что остаётся вне сравнения подобного с подобным
view-decomposition = Откуда берётся разница исходных сумм
view-unlike-totals = Исходные суммы рядом; они не измеряют изменения

# What the columns of the data files mean (section "names in the data files")
about-agrees = Согласуется ли рассчитанное число с напечатанным: в пределах интервала, границы или округления
about-live-share = Доля экземпляров, которые являются живыми животными; остальное — части или изделия
about-assumed-one-share = Доля экземпляров, число которых в объявлении не названо и принято за один
about-bans = Группы животных, продажу которых площадка запрещает
about-baseline = Число в прежнем обследовании там, где искали оба раза
about-bid-usd = Часть запрошенной стоимости, которую составляют стартовые ставки аукционов, в долларах США
about-breaking = Объявления позднего обследования, размещённые при действующем правиле
about-category = Что считает напечатанное число: группу животных, изделие или всё
about-caution = Почему одно это сравнение мало что доказывает
about-cells = Пары «страна – площадка», просмотренные в обследовании
about-change = Насколько меняется общее число экземпляров при таком решении
about-clusters = Площадки, которые в интервале меняются независимо друг от друга
about-component = Шаг от итога прежнего обследования к итогу позднего
about-computed = Число, рассчитанное в этом отчёте
about-count-method = Откуда известно число экземпляров: цифры, слово, пара или набор, либо принято за один
about-countries = Число просмотренных стран
about-country-code = Страна объявления; в файлах – две буквы по ISO 3166
about-decided = Объявления выборки, по которым решили люди
about-difference = Рассчитанное минус напечатанное, относительно напечатанного
about-direction = Рост или спад; указано, только если весь интервал лежит по одну сторону
about-dispersion = Во сколько раз числа колеблются сильнее, чем при чистой случайности
about-documents = Документы, о которых говорит объявление; ни один не проверялся
about-explanation = Чем можно объяснить отличие от напечатанного числа
about-figure-id = Обозначение напечатанного числа в published_figures.csv
about-form = Живое животное либо его часть или изделие
about-from-year = Первый год сбора данных, по которым оценён прогресс
about-high = Верхняя граница 95-процентного интервала
about-if-independent = Изменение, ожидаемое, если бы два решения не влияли друг на друга
about-in-force-from = День, с которого действует правило площадки
about-interaction = На сколько процентных пунктов оба решения вместе отличаются от этого
about-interval = Как рассчитан интервал
about-kind = Вид строки
about-listings = Объявления хотя бы с одним учитываемым экземпляром, без повторов
about-listings-compared = Объявления тех пар, которые просмотрены в обоих обследованиях
about-listings-estimate = Объявления с поправкой по выборке, решённой людьми
about-listings-high = Верхняя граница 95-процентного интервала этой оценки
about-listings-low = Нижняя граница 95-процентного интервала этой оценки
about-listings-with-repeats = Объявления до объединения повторов одного предложения
about-low = Нижняя граница 95-процентного интервала
about-lower-quartile-usd = Цена за единицу, ниже которой четверть объявлений, в долларах США
about-marketplace = Сайт, на котором было объявление
about-marketplaces = Число просмотренных площадок
about-match-method = Как распознано название: как в таблицах, с ошибкой, по части или людьми
about-median-usd = Цена за единицу, ниже которой половина объявлений, в долларах США
about-metric = Что считается: объявления, экземпляры, стоимость или доля
about-other-rule = Второе решение, принятое иначе в то же время
about-other-variant = Как принято второе решение
about-others-baseline = Объявления о тех же животных на всех других площадках, прежнее обследование
about-others-survey = То же, позднее обследование
about-p5-usd = Цена за единицу, ниже которой 5 % объявлений, в долларах США
about-p95-usd = Цена за единицу, ниже которой 95 % объявлений, в долларах США
about-p-adjusted = Вероятность такого различия случайно, с поправкой на число сравнений
about-part = Страна или группа животных
about-product = Что предлагают: живое животное либо какую часть или изделие
about-progress = Идёт ли снижение вровень с целью, если интервал позволяет судить
about-publication = Где напечатано число
about-published = Число в том виде, как оно напечатано
about-ratio = Показатель позднего обследования, делённый на показатель прежнего; 1 – без изменений
about-ratio-of-ratios = Изменение на площадке, делённое на изменение на других; меньше 1 – там снизилось сильнее
about-reason = Почему строки не прочитаны или не учтены
about-reduction = Достигнутое снижение показателя объявлений там, где искали оба раза; ниже нуля – рост
about-reduction-high = Верхняя граница его 95-процентного интервала
about-reduction-low = Нижняя граница его 95-процентного интервала
about-rejection-reason = Почему объявление, называющее животное, не учтено
about-relation = Как источник приводит число: ровно, около, не менее, не более
about-reviewed-share = Доля объявлений, по которым решили люди
about-rows = Строки исходных файлов
about-rule = Решение, которое можно принять иначе
about-scientific-name = Таксон самого точного ранга, какой позволяет объявление; в файлах – научное название
about-scope = Страны или площадки, о которых говорит напечатанное число
about-sellers = Продавцы, различаемые по ключу, который не ведёт к имени
about-share = Доля от итога
about-share-compared = Доля объявлений, охваченных сравнением
about-shared-cells = Пары, просмотренные в обоих обследованиях
about-site-baseline = Объявления о запрещённом на площадке, прежнее обследование
about-site-survey = То же, позднее обследование
about-source = Откуда взяты сведения
about-specimens = Предложенные животные или предметы: сколько названо или принято за один
about-specimens-estimate = Экземпляры с поправкой по выборке, решённой людьми
about-specimens-high = Верхняя граница 95-процентного интервала этой оценки
about-specimens-low = Нижняя граница 95-процентного интервала этой оценки
about-status = Состояние выборки
about-step = Этап пути от исходных строк к учтённым экземплярам
about-survey = Число в позднем обследовании там, где искали оба раза; среди названий – какое обследование
about-target-id = Название цели, как в targets.csv
about-target-year = Год, к которому цель должна быть достигнута
about-taxon-group = Группа животных обычными словами: попугаи, черепахи, слоновая кость
about-timing = Когда правило вступило в силу относительно сбора данных обоих обследований
about-to-year = Последний год сбора данных, по которым оценён прогресс
about-undecided = Объявления выборки, по которым ещё не решено
about-undeclared = Объявления на площадках, которые обследование не называет среди просмотренных
about-unit-prices = Объявления, цену которых можно разделить на число экземпляров
about-upper-quartile-usd = Цена за единицу, ниже которой три четверти объявлений, в долларах США
about-value-usd = Сумма запрошенных цен по курсу дня, в долларах США
about-variant = Как принято решение
about-wanted = Снижение, которого требует цель
about-wanted-by-then = Снижение, нужное к последнему году при равных годовых долях
about-with-price = Объявления, цену которых удалось прочитать
about-without-price = Объявления без цены или с ценой, которая не число
