/* The municipalities of Finland on 1 January 2026, by code. English has the Finnish name, but for Swedish-speaking places.
 *
 * Source: Statistics Finland, classification of municipalities 2026 (CC BY 4.0); shortened to code and names. */
#include "features/organisation/municipality.h"

#include "text/fold.h"

static const struct municipality {
	char code[4];
	const char *fi, *sv; /* sv NULL: as fi */
	const char *en;      /* NULL: as fi */
} municipalities[] = {
	{ "005", "Alajärvi", NULL, NULL }, { "009", "Alavieska", NULL, NULL }, { "010", "Alavus", "Alavo", NULL },
	{ "016", "Asikkala", NULL, NULL }, { "018", "Askola", NULL, NULL }, { "019", "Aura", NULL, NULL },
	{ "020", "Akaa", "Ackas", NULL }, { "035", "Brändö", NULL, NULL }, { "043", "Eckerö", NULL, NULL },
	{ "046", "Enonkoski", NULL, NULL }, { "047", "Enontekiö", "Enontekis", NULL },
	{ "049", "Espoo", "Esbo", NULL }, { "050", "Eura", NULL, NULL }, { "051", "Eurajoki", "Euraåminne", NULL },
	{ "052", "Evijärvi", NULL, NULL }, { "060", "Finström", NULL, NULL }, { "061", "Forssa", NULL, NULL },
	{ "062", "Föglö", NULL, NULL }, { "065", "Geta", NULL, NULL }, { "069", "Haapajärvi", NULL, NULL },
	{ "071", "Haapavesi", NULL, NULL }, { "072", "Hailuoto", "Karlö", NULL }, { "074", "Halsua", "Halso", NULL },
	{ "075", "Hamina", "Fredrikshamn", NULL }, { "076", "Hammarland", NULL, NULL },
	{ "077", "Hankasalmi", NULL, NULL }, { "078", "Hanko", "Hangö", NULL }, { "079", "Harjavalta", NULL, NULL },
	{ "081", "Hartola", "Gustav Adolfs", NULL }, { "082", "Hattula", NULL, NULL },
	{ "086", "Hausjärvi", NULL, NULL }, { "090", "Heinävesi", NULL, NULL },
	{ "091", "Helsinki", "Helsingfors", NULL }, { "092", "Vantaa", "Vanda", NULL },
	{ "097", "Hirvensalmi", NULL, NULL }, { "098", "Hollola", NULL, NULL }, { "102", "Huittinen", "Vittis", NULL },
	{ "103", "Humppila", NULL, NULL }, { "105", "Hyrynsalmi", NULL, NULL },
	{ "106", "Hyvinkää", "Hyvinge", NULL }, { "108", "Hämeenkyrö", "Tavastkyro", NULL },
	{ "109", "Hämeenlinna", "Tavastehus", NULL }, { "111", "Heinola", NULL, NULL }, { "139", "Ii", "Ijo", NULL },
	{ "140", "Iisalmi", "Idensalmi", NULL }, { "142", "Iitti", "Itis", NULL },
	{ "143", "Ikaalinen", "Ikalis", NULL }, { "145", "Ilmajoki", "Ilmola", NULL },
	{ "146", "Ilomantsi", "Ilomants", NULL }, { "148", "Inari", "Enare", NULL },
	{ "149", "Inkoo", "Ingå", "Ingå" }, { "151", "Isojoki", "Storå", NULL },
	{ "152", "Isokyrö", "Storkyro", NULL }, { "153", "Imatra", NULL, NULL }, { "165", "Janakkala", NULL, NULL },
	{ "167", "Joensuu", NULL, NULL }, { "169", "Jokioinen", "Jockis", NULL }, { "170", "Jomala", NULL, NULL },
	{ "171", "Joroinen", "Jorois", NULL }, { "172", "Joutsa", NULL, NULL }, { "176", "Juuka", "Juga", NULL },
	{ "177", "Juupajoki", NULL, NULL }, { "178", "Juva", NULL, NULL }, { "179", "Jyväskylä", NULL, NULL },
	{ "181", "Jämijärvi", NULL, NULL }, { "182", "Jämsä", NULL, NULL },
	{ "186", "Järvenpää", "Träskända", NULL }, { "202", "Kaarina", "S:t Karins", NULL },
	{ "204", "Kaavi", NULL, NULL }, { "205", "Kajaani", "Kajana", NULL }, { "208", "Kalajoki", NULL, NULL },
	{ "211", "Kangasala", NULL, NULL }, { "213", "Kangasniemi", NULL, NULL },
	{ "214", "Kankaanpää", NULL, NULL }, { "216", "Kannonkoski", NULL, NULL }, { "217", "Kannus", NULL, NULL },
	{ "218", "Karijoki", "Bötom", NULL }, { "224", "Karkkila", "Högfors", NULL },
	{ "226", "Karstula", NULL, NULL }, { "230", "Karvia", NULL, NULL }, { "231", "Kaskinen", "Kaskö", NULL },
	{ "232", "Kauhajoki", NULL, NULL }, { "233", "Kauhava", NULL, NULL },
	{ "235", "Kauniainen", "Grankulla", NULL }, { "236", "Kaustinen", "Kaustby", NULL },
	{ "239", "Keitele", NULL, NULL }, { "240", "Kemi", NULL, NULL }, { "241", "Keminmaa", NULL, NULL },
	{ "244", "Kempele", NULL, NULL }, { "245", "Kerava", "Kervo", NULL }, { "249", "Keuruu", "Keuru", NULL },
	{ "250", "Kihniö", NULL, NULL }, { "256", "Kinnula", NULL, NULL },
	{ "257", "Kirkkonummi", "Kyrkslätt", NULL }, { "260", "Kitee", "Kides", NULL },
	{ "261", "Kittilä", NULL, NULL }, { "263", "Kiuruvesi", NULL, NULL }, { "265", "Kivijärvi", NULL, NULL },
	{ "271", "Kokemäki", "Kumo", NULL }, { "272", "Kokkola", "Karleby", NULL }, { "273", "Kolari", NULL, NULL },
	{ "275", "Konnevesi", NULL, NULL }, { "276", "Kontiolahti", "Kontiolax", NULL },
	{ "280", "Korsnäs", NULL, NULL }, { "284", "Koski Tl", "Koskis", NULL }, { "285", "Kotka", NULL, NULL },
	{ "286", "Kouvola", NULL, NULL }, { "287", "Kristiinankaupunki", "Kristinestad", "Kristinestad" },
	{ "288", "Kruunupyy", "Kronoby", "Kronoby" }, { "290", "Kuhmo", NULL, NULL },
	{ "291", "Kuhmoinen", "Kuhmois", NULL }, { "295", "Kumlinge", NULL, NULL }, { "297", "Kuopio", NULL, NULL },
	{ "300", "Kuortane", NULL, NULL }, { "301", "Kurikka", NULL, NULL }, { "304", "Kustavi", "Gustavs", NULL },
	{ "305", "Kuusamo", NULL, NULL }, { "309", "Outokumpu", NULL, NULL }, { "312", "Kyyjärvi", NULL, NULL },
	{ "316", "Kärkölä", NULL, NULL }, { "317", "Kärsämäki", NULL, NULL }, { "318", "Kökar", NULL, NULL },
	{ "320", "Kemijärvi", NULL, NULL }, { "322", "Kemiönsaari", "Kimitoön", "Kimitoön" },
	{ "398", "Lahti", "Lahtis", NULL }, { "399", "Laihia", "Laihela", NULL }, { "400", "Laitila", "Letala", NULL },
	{ "402", "Lapinlahti", NULL, NULL }, { "403", "Lappajärvi", NULL, NULL },
	{ "405", "Lappeenranta", "Villmanstrand", NULL }, { "407", "Lapinjärvi", "Lappträsk", NULL },
	{ "408", "Lapua", "Lappo", NULL }, { "410", "Laukaa", "Laukas", NULL }, { "416", "Lemi", NULL, NULL },
	{ "417", "Lemland", NULL, NULL }, { "418", "Lempäälä", NULL, NULL }, { "420", "Leppävirta", NULL, NULL },
	{ "421", "Lestijärvi", NULL, NULL }, { "422", "Lieksa", NULL, NULL }, { "423", "Lieto", "Lundo", NULL },
	{ "425", "Liminka", "Limingo", NULL }, { "426", "Liperi", "Libelits", NULL }, { "430", "Loimaa", NULL, NULL },
	{ "433", "Loppi", NULL, NULL }, { "434", "Loviisa", "Lovisa", NULL }, { "435", "Luhanka", NULL, NULL },
	{ "436", "Lumijoki", NULL, NULL }, { "438", "Lumparland", NULL, NULL }, { "440", "Luoto", "Larsmo", "Larsmo" },
	{ "441", "Luumäki", NULL, NULL }, { "444", "Lohja", "Lojo", NULL }, { "445", "Parainen", "Pargas", "Pargas" },
	{ "475", "Maalahti", "Malax", "Malax" }, { "478", "Maarianhamina", "Mariehamn", "Mariehamn" },
	{ "480", "Marttila", "S:t Mårtens", NULL }, { "481", "Masku", NULL, NULL },
	{ "483", "Merijärvi", NULL, NULL }, { "484", "Merikarvia", "Sastmola", NULL },
	{ "489", "Miehikkälä", NULL, NULL }, { "491", "Mikkeli", "S:t Michel", NULL },
	{ "494", "Muhos", NULL, NULL }, { "495", "Multia", NULL, NULL }, { "498", "Muonio", NULL, NULL },
	{ "499", "Mustasaari", "Korsholm", "Korsholm" }, { "500", "Muurame", NULL, NULL },
	{ "503", "Mynämäki", "Virmo", NULL }, { "504", "Myrskylä", "Mörskom", NULL },
	{ "505", "Mäntsälä", NULL, NULL }, { "507", "Mäntyharju", NULL, NULL },
	{ "508", "Mänttä-Vilppula", NULL, NULL }, { "529", "Naantali", "Nådendal", NULL },
	{ "531", "Nakkila", NULL, NULL }, { "535", "Nivala", NULL, NULL }, { "536", "Nokia", NULL, NULL },
	{ "538", "Nousiainen", "Nousis", NULL }, { "541", "Nurmes", NULL, NULL }, { "543", "Nurmijärvi", NULL, NULL },
	{ "545", "Närpiö", "Närpes", "Närpes" }, { "560", "Orimattila", NULL, NULL },
	{ "561", "Oripää", NULL, NULL }, { "562", "Orivesi", NULL, NULL }, { "563", "Oulainen", NULL, NULL },
	{ "564", "Oulu", "Uleåborg", NULL }, { "576", "Padasjoki", NULL, NULL }, { "577", "Paimio", "Pemar", NULL },
	{ "578", "Paltamo", NULL, NULL }, { "580", "Parikkala", NULL, NULL }, { "581", "Parkano", NULL, NULL },
	{ "583", "Pelkosenniemi", NULL, NULL }, { "584", "Perho", NULL, NULL }, { "592", "Petäjävesi", NULL, NULL },
	{ "593", "Pieksämäki", NULL, NULL }, { "595", "Pielavesi", NULL, NULL },
	{ "598", "Pietarsaari", "Jakobstad", "Jakobstad" }, { "599", "Pedersören kunta", "Pedersöre", "Pedersöre" },
	{ "601", "Pihtipudas", NULL, NULL }, { "604", "Pirkkala", "Birkala", NULL },
	{ "607", "Polvijärvi", NULL, NULL }, { "608", "Pomarkku", "Påmark", NULL },
	{ "609", "Pori", "Björneborg", NULL }, { "611", "Pornainen", "Borgnäs", NULL },
	{ "614", "Posio", NULL, NULL }, { "615", "Pudasjärvi", NULL, NULL }, { "616", "Pukkila", NULL, NULL },
	{ "619", "Punkalaidun", NULL, NULL }, { "620", "Puolanka", NULL, NULL }, { "623", "Puumala", NULL, NULL },
	{ "624", "Pyhtää", "Pyttis", NULL }, { "625", "Pyhäjoki", NULL, NULL },
	{ "626", "Pyhäjärvi", NULL, NULL }, { "630", "Pyhäntä", NULL, NULL }, { "631", "Pyhäranta", NULL, NULL },
	{ "635", "Pälkäne", NULL, NULL }, { "636", "Pöytyä", NULL, NULL }, { "638", "Porvoo", "Borgå", NULL },
	{ "678", "Raahe", "Brahestad", NULL }, { "680", "Raisio", "Reso", NULL }, { "681", "Rantasalmi", NULL, NULL },
	{ "683", "Ranua", NULL, NULL }, { "684", "Rauma", "Raumo", NULL }, { "686", "Rautalampi", NULL, NULL },
	{ "687", "Rautavaara", NULL, NULL }, { "689", "Rautjärvi", NULL, NULL }, { "691", "Reisjärvi", NULL, NULL },
	{ "694", "Riihimäki", NULL, NULL }, { "697", "Ristijärvi", NULL, NULL }, { "698", "Rovaniemi", NULL, NULL },
	{ "700", "Ruokolahti", "Ruokolax", NULL }, { "702", "Ruovesi", NULL, NULL }, { "704", "Rusko", NULL, NULL },
	{ "707", "Rääkkylä", NULL, NULL }, { "710", "Raasepori", "Raseborg", "Raseborg" },
	{ "729", "Saarijärvi", NULL, NULL }, { "732", "Salla", NULL, NULL }, { "734", "Salo", NULL, NULL },
	{ "736", "Saltvik", NULL, NULL }, { "738", "Sauvo", "Sagu", NULL }, { "739", "Savitaipale", NULL, NULL },
	{ "740", "Savonlinna", "Nyslott", NULL }, { "742", "Savukoski", NULL, NULL },
	{ "743", "Seinäjoki", NULL, NULL }, { "746", "Sievi", NULL, NULL }, { "747", "Siikainen", "Siikais", NULL },
	{ "748", "Siikajoki", NULL, NULL }, { "749", "Siilinjärvi", NULL, NULL }, { "751", "Simo", NULL, NULL },
	{ "753", "Sipoo", "Sibbo", NULL }, { "755", "Siuntio", "Sjundeå", NULL }, { "758", "Sodankylä", NULL, NULL },
	{ "759", "Soini", NULL, NULL }, { "761", "Somero", NULL, NULL }, { "762", "Sonkajärvi", NULL, NULL },
	{ "765", "Sotkamo", NULL, NULL }, { "766", "Sottunga", NULL, NULL }, { "768", "Sulkava", NULL, NULL },
	{ "771", "Sund", NULL, NULL }, { "777", "Suomussalmi", NULL, NULL }, { "778", "Suonenjoki", NULL, NULL },
	{ "781", "Sysmä", NULL, NULL }, { "783", "Säkylä", NULL, NULL }, { "785", "Vaala", NULL, NULL },
	{ "790", "Sastamala", NULL, NULL }, { "791", "Siikalatva", NULL, NULL }, { "831", "Taipalsaari", NULL, NULL },
	{ "832", "Taivalkoski", NULL, NULL }, { "833", "Taivassalo", "Tövsala", NULL },
	{ "834", "Tammela", NULL, NULL }, { "837", "Tampere", "Tammerfors", NULL }, { "844", "Tervo", NULL, NULL },
	{ "845", "Tervola", NULL, NULL }, { "846", "Teuva", "Östermark", NULL }, { "848", "Tohmajärvi", NULL, NULL },
	{ "849", "Toholampi", NULL, NULL }, { "850", "Toivakka", NULL, NULL }, { "851", "Tornio", "Torneå", NULL },
	{ "853", "Turku", "Åbo", NULL }, { "854", "Pello", NULL, NULL }, { "857", "Tuusniemi", NULL, NULL },
	{ "858", "Tuusula", "Tusby", NULL }, { "859", "Tyrnävä", NULL, NULL }, { "886", "Ulvila", "Ulvsby", NULL },
	{ "887", "Urjala", NULL, NULL }, { "889", "Utajärvi", NULL, NULL }, { "890", "Utsjoki", NULL, NULL },
	{ "892", "Uurainen", NULL, NULL }, { "893", "Uusikaarlepyy", "Nykarleby", "Nykarleby" },
	{ "895", "Uusikaupunki", "Nystad", NULL }, { "905", "Vaasa", "Vasa", NULL },
	{ "908", "Valkeakoski", NULL, NULL }, { "915", "Varkaus", NULL, NULL }, { "918", "Vehmaa", "Vemo", NULL },
	{ "921", "Vesanto", NULL, NULL }, { "922", "Vesilahti", NULL, NULL }, { "924", "Veteli", "Vetil", NULL },
	{ "925", "Vieremä", NULL, NULL }, { "927", "Vihti", "Vichtis", NULL }, { "931", "Viitasaari", NULL, NULL },
	{ "934", "Vimpeli", "Vindala", NULL }, { "935", "Virolahti", "Vederlax", NULL },
	{ "936", "Virrat", "Virdois", NULL }, { "941", "Vårdö", NULL, NULL },
	{ "946", "Vöyri", "Vörå", "Vörå" }, { "976", "Ylitornio", "Övertorneå", NULL },
	{ "977", "Ylivieska", NULL, NULL }, { "980", "Ylöjärvi", NULL, NULL }, { "981", "Ypäjä", NULL, NULL },
	{ "989", "Ähtäri", "Etseri", NULL }, { "992", "Äänekoski", NULL, NULL },
};

static const struct municipality *by_code(str code)
{
	size_t low = 0, high = sizeof municipalities / sizeof *municipalities;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(code, str_from(municipalities[middle].code));

		if (order == 0)
			return &municipalities[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

str municipality_name(enum lang lang, str code)
{
	const struct municipality *m = by_code(code);
	const char *own;

	if (m == NULL)
		return str_null;
	own = lang == LANG_SV ? m->sv : lang == LANG_EN ? m->en : NULL;
	return str_from(own != NULL ? own : m->fi);
}

str municipality_code(struct arena *a, str typed)
{
	str fold = text_fold(a, typed);

	if (str_empty(fold))
		return str_null;
	if (by_code(str_trim(typed)) != NULL)
		return str_trim(typed);
	for (size_t i = 0; i < sizeof municipalities / sizeof *municipalities; i++) {
		const struct municipality *m = &municipalities[i];

		if (str_eq(fold, text_fold(a, str_from(m->fi))) ||
		    (m->sv != NULL && str_eq(fold, text_fold(a, str_from(m->sv)))))
			return str_from(m->code);
	}
	return str_null;
}
