namespace LoanServicing.Domain.Payments;

/// <summary>Why an answer of the bank was kept and not acted on. The codes are stable.</summary>
public static class BankAnswerProblem
{
    public const string EndToEndIdUnknown = "end-to-end-id.unknown";
    public const string AmountMissing = "amount.missing";
    public const string AmountUnreadable = "amount.not-whole-rials";
    public const string AmountDiffers = "amount.differs";
    public const string ValueDateMissing = "value-date.missing";
    public const string ValueDateDiffers = "value-date.differs";
    public const string ValueDateInFuture = "value-date.in-future";
    public const string ValueDateTooEarly = "value-date.before-order";
    public const string BankReferenceReused = "bank-reference.reused";
    public const string DebitOfUnknownKind = "entry.unexpected-debit";
    public const string CreditWithoutReturn = "entry.credit-without-return";
    public const string NotSent = "order.not-sent";
    public const string AlreadyPaid = "order.already-paid";
    public const string AlreadyRefused = "order.already-refused";
    public const string AlreadyReturned = "order.already-returned";
    public const string PaidTwice = "order.paid-twice";
    public const string AwaitsValueDate = "value-date.awaited";

    private static readonly Dictionary<string, Bilingual> Texts = new()
    {
        [EndToEndIdUnknown] = new("No payment order has this end-to-end id.", "هیچ دستور پرداختی با این شناسه وجود ندارد."),
        [AmountMissing] = new("The bank names no amount.", "بانک مبلغی اعلام نکرده است."),
        [AmountUnreadable] = new("The amount is no positive number of whole rials (IRR).", "مبلغ عدد صحیح مثبت به ریال (IRR) نیست."),
        [AmountDiffers] = new("The bank's amount is not the order's.", "مبلغ بانک با مبلغ دستور پرداخت برابر نیست."),
        [ValueDateMissing] = new("The bank names no value date.", "بانک تاریخ مؤثر اعلام نکرده است."),
        [ValueDateDiffers] = new("The same booking was told with another value date.", "همین پرداخت پیش‌تر با تاریخ مؤثر دیگری اعلام شده است."),
        [ValueDateInFuture] = new("The value date is too far after the business date.", "تاریخ مؤثر بیش از حد بعد از تاریخ کاری است."),
        [ValueDateTooEarly] = new("The value date is earlier than what it answers.", "تاریخ مؤثر پیش از تاریخ دستور یا پرداخت است."),
        [BankReferenceReused] = new("Another payment has this bank reference.", "این شماره پیگیری بانک برای پرداخت دیگری ثبت شده است."),
        [DebitOfUnknownKind] = new("A debit entry that is no payment of an order.", "برداشتی که پرداخت یک دستور نیست."),
        [CreditWithoutReturn] = new("A credit entry without return information.", "واریزی بدون اطلاعات برگشت."),
        [NotSent] = new("The order has not been given to the bank.", "دستور پرداخت هنوز به بانک داده نشده است."),
        [AlreadyPaid] = new("The order was confirmed as paid before.", "پرداخت این دستور پیش‌تر تأیید شده است."),
        [AlreadyRefused] = new("The order was refused before.", "این دستور پیش‌تر رد شده است."),
        [AlreadyReturned] = new("The payment came back before.", "این پرداخت پیش‌تر برگشت خورده است."),
        [PaidTwice] = new("The bank booked this order a second time.", "بانک این دستور را بار دوم پرداخت کرده است."),
        [AwaitsValueDate] = new(
            "The value date is later than the business date; kept until then.",
            "تاریخ مؤثر بعد از تاریخ کاری است و تا آن روز نگه داشته می‌شود."),
    };

    /// <summary>The problem in a sentence.</summary>
    /// <exception cref="KeyNotFoundException">Not one of the codes of this class.</exception>
    public static Bilingual Describe(string code) => Texts[code];
}
