using LoanServicing.Domain;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Http;

namespace LoanServicing.Disbursement.Resolutions;

/// <summary>Why a resolution is refused.</summary>
internal static class ResolutionProblems
{
    public static ApiProblem NoSuchOrder { get; } = ApiProblem.NotFound("payment order", "دستور پرداخت");

    public static ApiProblem OwnOrder { get; } = new(403, "payment-order.own", new Bilingual(
        "Nobody resolves the payment to themselves; another person must do it.",
        "هیچ‌کس پرداخت به خودش را تعیین تکلیف نمی‌کند؛ شخص دیگری باید این کار را بکند."));

    /// <summary>A booking of a refused order, and no held order that it could have paid.</summary>
    public static ApiProblem NothingToPay { get; } = ApiProblem.WrongState(
        "payment-order.no-order-held",
        PaymentOrderState.Refused.Name(),
        new Bilingual(
            "The order was refused, and no order of its reservation is held that its booking could pay: order again first, or have the bank return the money.",
            "این دستور رد شده است و دستور نگه‌داشته‌ای از همان ذخیره نیست که این پرداخت به جای آن باشد؛ نخست دوباره دستور دهید یا از بانک بخواهید پول را برگرداند."));

    public static ApiProblem NothingToResolve(string state) => ApiProblem.WrongState("payment-order.nothing-to-resolve", state, new Bilingual(
        "The order stands as the bank says; nothing is open about it.", "این دستور همان‌گونه است که بانک می‌گوید و چیزی برای تعیین تکلیف ندارد."));

    public static ApiProblem AmountNotCorrected(string state) => ApiProblem.WrongState("payment-order.amount-not-corrected", state, new Bilingual(
        "The bank told another amount than the order's: it is paid only if the bank has corrected it (amountCorrected), otherwise it is not paid.",
        "بانک مبلغ دیگری اعلام کرده است: تنها اگر بانک آن را اصلاح کرده باشد (amountCorrected) پرداخت‌شده به شمار می‌آید، وگرنه پرداخت‌نشده است."));

    /// <summary>The bank's files name no amount, or none that can be read: nothing says that it was another.</summary>
    public static ApiProblem AmountNotTold(string state) => ApiProblem.WrongState("payment-order.amount-not-told", state, new Bilingual(
        "The bank's files name no amount of this payment that can be read: it is paid only if the bank has told the order's amount (amountCorrected).",
        "در پرونده‌های بانک مبلغ خوانایی برای این پرداخت نیست: تنها اگر بانک مبلغ دستور را اعلام کرده باشد (amountCorrected) پرداخت‌شده به شمار می‌آید."));

    /// <summary>The bank has told the same reference about another order, and that is open.</summary>
    public static ApiProblem ReferenceOpenElsewhere(string state) => ApiProblem.WrongState("payment-order.reference-open-elsewhere", state, new Bilingual(
        "An answer of the bank about another payment order carries this bankReference and is not settled: settle that order first, or ask the bank which payment it means.",
        "پاسخی از بانک دربارهٔ دستور پرداخت دیگری همین bankReference را دارد و تعیین تکلیف نشده است: نخست آن دستور را تعیین تکلیف کنید یا از بانک بپرسید کدام پرداخت است."));

    public static ApiProblem OneWaits(string state) => ApiProblem.WrongState("payment-order.resolution-waiting", state, new Bilingual(
        "Another resolution of this order waits for its second person.", "تعیین تکلیف دیگری برای این دستور در انتظار نفر دوم است."));

    public static ApiProblem ChangedSinceAsked(string state) => ApiProblem.WrongState("payment-order.changed-since-asked", state, new Bilingual(
        "The bank has said more about this order since the resolution was asked for; refuse it and ask anew.",
        "بانک پس از این درخواست دربارهٔ این دستور خبر تازه‌ای داده است؛ درخواست را رد و دوباره ثبت کنید."));

    /// <summary>What a line of a bank file would have been listed for.</summary>
    public static ApiProblem Of(string problem, string state) => problem switch
    {
        BankAnswerProblem.AmountDiffers => ApiProblem.Malformed("amountRials", problem, BankAnswerProblem.Describe(problem)),
        BankAnswerProblem.ValueDateTooEarly => ApiProblem.Malformed("valueDate", problem, BankAnswerProblem.Describe(problem)),
        BankAnswerProblem.ValueDateInFuture => ApiProblem.Malformed("valueDate", problem, BankAnswerProblem.Describe(problem)),
        BankAnswerProblem.BankReferenceReused or BankAnswerProblem.ValueDateDiffers =>
            ApiProblem.Reused(problem, BankAnswerProblem.Describe(problem)),
        _ => ApiProblem.WrongState(problem, state, BankAnswerProblem.Describe(problem)),
    };
}
