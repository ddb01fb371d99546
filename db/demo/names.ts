/** Given and family names that go together, one entry per script or tradition. */
export const names: readonly { given: readonly string[]; family: readonly string[] }[] = [
  {
    given: ["Anna", "Emma", "Jonas", "Luca", "Mia", "Noah", "Sofia", "Tim", "Lea", "Paul", "Nina", "David", "Clara", "Felix", "Ida", "Max"],
    family: ["Keller", "Meier", "Schneider", "Baumann", "Vogel", "Roth", "Frei", "Steiner", "Huber", "Brunner", "Graf", "Wyss", "Lang", "Koch"],
  },
  {
    given: ["Olivia", "James", "Grace", "Henry", "Amelia", "Thomas", "Ruby", "Oscar", "Maeve", "Declan", "Isla", "Callum"],
    family: ["Smith", "O'Brien", "Taylor", "Fitzgerald", "Okafor", "Patel", "Walker", "MacDonald", "Hughes", "Nwosu", "Clarke", "Ó Súilleabháin"],
  },
  {
    given: ["Zoë", "Élodie", "François", "Chloé", "Théo", "Inès", "Noël", "Anaïs"],
    family: ["Lefèvre", "Dubois", "Garçon", "Müller-Dufour", "Besançon", "D'Aubigné", "Côté", "Forêt"],
  },
  {
    given: ["José", "María", "Íñigo", "Lucía", "Nuño", "Begoña", "João", "Conceição"],
    family: ["Muñoz", "García Márquez", "Peña", "Gonçalves", "Núñez", "de la Cruz", "Simões", "Ibáñez"],
  },
  {
    given: ["Łukasz", "Zofia", "Jiří", "Šárka", "Dávid", "Ágnes", "Ștefan", "Ioana"],
    family: ["Wójcik", "Żak", "Dvořák", "Nováková", "Szabó", "Őri", "Țurcanu", "Brâncuși"],
  },
  {
    given: ["Анна", "Дмитрий", "Ольга", "Сергей", "Олена", "Тарас", "Мария", "Иван"],
    family: ["Иванова", "Петров", "Шевченко", "Кузнецова", "Коваль", "Соколов", "Мельник", "Попов"],
  },
  { given: ["Ελένη", "Γιώργος", "Μαρία", "Νίκος"], family: ["Παπαδοπούλου", "Οικονόμου", "Νικολαΐδης", "Γεωργίου"] },
  { given: ["محمد", "فاطمة", "ليلى", "يوسف", "زينب", "علي"], family: ["الحسن", "العلي", "منصور", "الخطيب", "حداد", "رضایی"] },
  { given: ["נועה", "דוד", "יעל", "אורי"], family: ["כהן", "לוי", "מזרחי", "בן־דוד"] },
  { given: ["伟", "芳", "秀英", "敏", "静", "志强"], family: ["王", "李", "张", "欧阳", "陈", "杨"] },
  { given: ["陽菜", "蓮", "さくら", "大翔"], family: ["佐藤", "鈴木", "髙橋", "渡邊"] },
  { given: ["민준", "서연", "지우", "하은"], family: ["김", "이", "박", "최"] },
  { given: ["आरव", "अनन्या", "विवान", "दीया"], family: ["शर्मा", "वर्मा", "गुप्ता", "सिंह"] },
  { given: ["สมชาย", "สุดา", "นภา"], family: ["ศรีสุข", "ใจดี", "วงศ์สว่าง"] },
  { given: ["ნინო", "გიორგი"], family: ["ბერიძე", "კაპანაძე"] },
  { given: ["Անի", "Հայկ"], family: ["Հակոբյան", "Սարգսյան"] },
  { given: ["አበበ", "ሰላም"], family: ["ከበደ", "ተስፋዬ"] },
];

/** How many of a hundred people carry the names of the first entries; the others share the rest. */
export const COMMON_NAMES = 5;
export const COMMON_NAMES_PERCENT = 78;
