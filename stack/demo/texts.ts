import type { Language } from './people'

/** What people write about, in their own language. `{ref}` a shipment, `{n}` a number, `{city}` a place, `{sum}` an amount, `{day}` a day of the month. */

export const TOPICS = ['quote', 'delay', 'damage', 'invoice', 'thanks', 'question'] as const
export type Topic = (typeof TOPICS)[number]

export interface Letter {
  readonly subject: string
  readonly lines: readonly string[]
}

export interface Wording {
  readonly hello: string
  readonly bye: string
  readonly answer: readonly string[]
  readonly topics: Readonly<Record<Topic, Letter>>
}

export const WORDING: Readonly<Record<Language, Wording>> = {
  en: {
    hello: 'Hello,',
    bye: 'Kind regards,',
    answer: ['Thank you for writing.', 'I have looked into {ref} and will come back to you before noon tomorrow.'],
    topics: {
      quote: { subject: 'Quote request: {n} pallets to {city}', lines: ['We need a price for {n} pallets from our warehouse to {city}.', 'Pick-up would be on the {day}th, dry goods, stackable.', 'Could you send your quote this week?'] },
      delay: { subject: '{ref} is late', lines: ['{ref} was planned for this morning and your tracking still shows it at the hub in {city}.', 'Our crew has been waiting since eight. When will it arrive?'] },
      damage: { subject: 'Damaged goods on {ref}', lines: ['Two of the {n} cartons on {ref} arrived crushed. I have noted it on the delivery slip.', 'Please tell us how to file the claim.'] },
      invoice: { subject: 'Invoice {ref}', lines: ['Please find attached our invoice {ref} over {sum}.', 'It is due within 30 days.'] },
      thanks: { subject: 'Thank you for {city}', lines: ['Just a note to say that the delivery in {city} went very well.', 'Your driver even helped us clear the dock.'] },
      question: { subject: 'Opening hours in {city}?', lines: ['Until when can we drop pallets at your depot in {city} on the {day}th?'] },
    },
  },
  de: {
    hello: 'Guten Tag,',
    bye: 'Mit freundlichen Grüßen',
    answer: ['vielen Dank für Ihre Nachricht.', 'Ich habe {ref} geprüft und melde mich bis morgen Mittag.'],
    topics: {
      quote: { subject: 'Anfrage: {n} Paletten nach {city}', lines: ['wir bitten um ein Angebot für {n} Paletten nach {city}.', 'Abholung am {day}., trockene Ware, stapelbar.'] },
      delay: { subject: '{ref} ist überfällig', lines: ['{ref} sollte heute früh kommen, die Verfolgung zeigt sie noch in {city}.', 'Wann dürfen wir damit rechnen?'] },
      damage: { subject: 'Beschädigte Ware bei {ref}', lines: ['zwei von {n} Kartons der Sendung {ref} sind eingedrückt.', 'Wie melden wir den Schaden?'] },
      invoice: { subject: 'Rechnung {ref}', lines: ['anbei unsere Rechnung {ref} über {sum}.', 'Zahlbar binnen 30 Tagen.'] },
      thanks: { subject: 'Danke für die Lieferung nach {city}', lines: ['die Anlieferung in {city} hat bestens geklappt.'] },
      question: { subject: 'Öffnungszeiten in {city}?', lines: ['bis wann können wir am {day}. in {city} anliefern?'] },
    },
  },
  es: {
    hello: 'Buenos días:',
    bye: 'Un saludo,',
    answer: ['Gracias por su mensaje.', 'He revisado {ref} y le responderé antes de mañana a mediodía.'],
    topics: {
      quote: { subject: 'Presupuesto: {n} palés a {city}', lines: ['Necesitamos un presupuesto para {n} palés con destino {city}.', 'La recogida sería el día {day}.'] },
      delay: { subject: '{ref} no ha llegado', lines: ['El envío {ref} estaba previsto para hoy y sigue en {city}.', '¿Cuándo llega?'] },
      damage: { subject: 'Daños en {ref}', lines: ['Dos de las {n} cajas de {ref} llegaron aplastadas.', '¿Cómo presentamos la reclamación?'] },
      invoice: { subject: 'Factura {ref}', lines: ['Adjuntamos la factura {ref} por {sum}.', 'Vence a 30 días.'] },
      thanks: { subject: 'Gracias por la entrega en {city}', lines: ['La entrega en {city} fue perfecta.'] },
      question: { subject: '¿Horario en {city}?', lines: ['¿Hasta qué hora podemos entregar en {city} el día {day}?'] },
    },
  },
  fr: {
    hello: 'Bonjour,',
    bye: 'Bien cordialement,',
    answer: ['Merci de votre message.', "J'ai vérifié {ref} et je reviens vers vous demain avant midi."],
    topics: {
      quote: { subject: 'Demande de devis : {n} palettes pour {city}', lines: ['Nous souhaitons un devis pour {n} palettes à destination de {city}.', 'Enlèvement le {day}, marchandise sèche.'] },
      delay: { subject: '{ref} en retard', lines: ["L'expédition {ref} était prévue ce matin, le suivi l'affiche encore à {city}.", 'Quand arrive-t-elle ?'] },
      damage: { subject: 'Colis abîmés, {ref}', lines: ['Deux cartons sur {n} de {ref} sont arrivés écrasés.', 'Comment déclarer le sinistre ?'] },
      invoice: { subject: 'Facture {ref}', lines: ["Veuillez trouver ci-joint notre facture {ref} d'un montant de {sum}.", 'Échéance à 30 jours.'] },
      thanks: { subject: 'Merci pour la livraison à {city}', lines: ['La livraison à {city} s’est très bien passée.'] },
      question: { subject: 'Horaires à {city} ?', lines: ["Jusqu'à quelle heure pouvons-nous livrer à {city} le {day} ?"] },
    },
  },
  nl: {
    hello: 'Goedemorgen,',
    bye: 'Met vriendelijke groet,',
    answer: ['Bedankt voor uw bericht.', 'Ik heb {ref} nagekeken en laat morgen voor de middag iets weten.'],
    topics: {
      quote: { subject: 'Offerte: {n} pallets naar {city}', lines: ['Graag een offerte voor {n} pallets naar {city}.', 'Ophalen op de {day}e.'] },
      delay: { subject: '{ref} is te laat', lines: ['{ref} stond voor vanochtend gepland en staat nog steeds in {city}.', 'De kraan wacht sinds acht uur.'] },
      damage: { subject: 'Schade aan {ref}', lines: ['Twee van de {n} dozen van {ref} zijn ingedrukt aangekomen.', 'Hoe melden we de schade?'] },
      invoice: { subject: 'Factuur {ref}', lines: ['In de bijlage onze factuur {ref} van {sum}.', 'Te betalen binnen 30 dagen.'] },
      thanks: { subject: 'Dank voor {city}', lines: ['De levering in {city} verliep uitstekend.'] },
      question: { subject: 'Openingstijden {city}?', lines: ['Tot hoe laat kunnen we de {day}e in {city} terecht?'] },
    },
  },
  pt: {
    hello: 'Bom dia,',
    bye: 'Com os melhores cumprimentos,',
    answer: ['Obrigado pela sua mensagem.', 'Verifiquei {ref} e respondo amanhã até ao meio-dia.'],
    topics: {
      quote: { subject: 'Pedido de cotação: {n} paletes para {city}', lines: ['Precisamos de um preço para {n} paletes com destino a {city}.', 'Recolha no dia {day}.'] },
      delay: { subject: '{ref} atrasado', lines: ['O envio {ref} devia ter chegado hoje e continua em {city}.', 'Quando chega?'] },
      damage: { subject: 'Mercadoria danificada em {ref}', lines: ['Duas das {n} caixas de {ref} chegaram esmagadas.', 'Como fazemos a reclamação?'] },
      invoice: { subject: 'Fatura {ref}', lines: ['Segue em anexo a fatura {ref} no valor de {sum}.', 'Vence a 30 dias.'] },
      thanks: { subject: 'Obrigado pela entrega em {city}', lines: ['A entrega em {city} correu muito bem.'] },
      question: { subject: 'Horário em {city}?', lines: ['Até que horas podemos entregar em {city} no dia {day}?'] },
    },
  },
  tr: {
    hello: 'Merhaba,',
    bye: 'Saygılarımla,',
    answer: ['Mesajınız için teşekkürler.', '{ref} gönderisini inceledim, yarın öğlene kadar size döneceğim.'],
    topics: {
      quote: { subject: 'Fiyat teklifi: {city} için {n} palet', lines: ['{city} varışlı {n} palet için fiyat teklifi rica ediyoruz.', 'Yükleme ayın {day}. günü.'] },
      delay: { subject: '{ref} gecikti', lines: ['{ref} bu sabah gelecekti, takip hâlâ {city} gösteriyor.', 'Ne zaman ulaşır?'] },
      damage: { subject: '{ref} hasarlı geldi', lines: ['{ref} içindeki {n} kolinin ikisi ezik geldi.', 'Hasarı nasıl bildirelim?'] },
      invoice: { subject: 'Fatura {ref}', lines: ['{sum} tutarındaki {ref} numaralı faturamız ektedir.', 'Vadesi 30 gündür.'] },
      thanks: { subject: '{city} teslimatı için teşekkürler', lines: ['{city} teslimatı çok iyi geçti.'] },
      question: { subject: '{city} çalışma saatleri?', lines: ['Ayın {day}. günü {city} deposuna saat kaça kadar gelebiliriz?'] },
    },
  },
  pl: {
    hello: 'Dzień dobry,',
    bye: 'Z poważaniem,',
    answer: ['Dziękuję za wiadomość.', 'Sprawdziłem przesyłkę {ref} i odezwę się jutro do południa.'],
    topics: {
      quote: { subject: 'Zapytanie o wycenę: {n} palet do {city}', lines: ['Prosimy o wycenę transportu {n} palet do {city}.', 'Odbiór {day}. dnia miesiąca.'] },
      delay: { subject: '{ref} spóźniona', lines: ['Przesyłka {ref} miała dotrzeć dziś rano, a nadal jest w {city}.', 'Kiedy możemy się jej spodziewać?'] },
      damage: { subject: 'Uszkodzenie {ref}', lines: ['Dwa z {n} kartonów {ref} dotarły zgniecione.', 'Jak zgłosić szkodę?'] },
      invoice: { subject: 'Faktura {ref}', lines: ['W załączeniu faktura {ref} na kwotę {sum}.', 'Termin płatności 30 dni.'] },
      thanks: { subject: 'Dziękujemy za dostawę do {city}', lines: ['Dostawa do {city} przebiegła wzorowo.'] },
      question: { subject: 'Godziny otwarcia w {city}?', lines: ['Do której można dostarczyć palety do {city} {day}. dnia miesiąca?'] },
    },
  },
}
