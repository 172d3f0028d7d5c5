using LoanServicing.Domain;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Calendar;
using LoanServicing.Intake.Store;
using NodaTime.Text;

namespace LoanServicing.Intake.Endpoints;

/// <summary>States and steps in plain words, for the timeline and for refusals.</summary>
internal static class ApplicationTexts
{
    private static readonly Dictionary<ApplicationState, Bilingual> States = new()
    {
        [ApplicationState.Submitted] = new("being assessed", "در حال ارزیابی"),
        [ApplicationState.Ineligible] = new("ineligible", "غیر مشمول"),
        [ApplicationState.AwaitingApproval] = new("awaiting approval", "در انتظار تأیید"),
        [ApplicationState.Returned] = new("returned to the applicant", "بازگشته به متقاضی"),
        [ApplicationState.Rejected] = new("rejected", "رد شده"),
        [ApplicationState.Withdrawn] = new("withdrawn", "انصراف داده"),
        [ApplicationState.Approved] = new("approved", "تأیید شده"),
        [ApplicationState.Waitlisted] = new("on the waiting list", "در فهرست انتظار"),
        [ApplicationState.FundsReserved] = new("ready for the contract", "آمادهٔ قرارداد"),
        [ApplicationState.ContractSigned] = new("under a signed contract", "قرارداد امضا شده"),
        [ApplicationState.Disbursing] = new("being paid out", "در حال پرداخت"),
        [ApplicationState.DisbursementFailed] = new("not paid out", "پرداخت ناموفق"),
        [ApplicationState.Active] = new("paid out", "پرداخت شده"),
        [ApplicationState.Settled] = new("settled", "تسویه شده"),
        [ApplicationState.WrittenOff] = new("written off", "سوخت شده"),
    };

    private static readonly Dictionary<string, Bilingual> Steps = new()
    {
        [TransitionRow.Submit] = new("The application was received.", "درخواست دریافت شد."),
        [nameof(ApplicationCommand.Approve)] = new("The application was approved.", "درخواست تأیید شد."),
        [nameof(ApplicationCommand.RequestSecondApproval)] =
            new("An officer approved; a second person decides.", "کارشناس تأیید کرد؛ شخص دوم تصمیم می‌گیرد."),
        [nameof(ApplicationCommand.ConfirmSecondApproval)] = new("The second person approved.", "شخص دوم تأیید کرد."),
        [nameof(ApplicationCommand.DeclineSecondApproval)] = new("The second person did not approve.", "شخص دوم تأیید نکرد."),
        [nameof(ApplicationCommand.Reject)] = new("The application was rejected.", "درخواست رد شد."),
        [nameof(ApplicationCommand.Return)] = new("Questions for the applicant.", "پرسش از متقاضی."),
        [nameof(ApplicationCommand.Resubmit)] = new("The application was sent in again.", "درخواست دوباره فرستاده شد."),
        [nameof(ApplicationCommand.Withdraw)] = new("The application was withdrawn.", "از درخواست انصراف داده شد."),
        [nameof(ApplicationCommand.SignContract)] = new("The contract was signed.", "قرارداد امضا شد."),
        [nameof(ApplicationCommand.ResumeContract)] = new("The signed contract goes on.", "قرارداد امضاشده ادامه می‌یابد."),
        [nameof(ApplicationCommand.ChangePayoutAccount)] = new("The account to be paid to was changed.", "حساب مقصد پرداخت تغییر کرد."),
        [nameof(ApplicationCommand.OrderAgain)] = new("The payment was ordered again.", "دستور پرداخت دوباره صادر شد."),
        [nameof(ApplicationCommand.ReserveAgain)] = new("Funds are being reserved again.", "منابع دوباره رزرو می‌شود."),
        [nameof(ApplicationCommand.Cancel)] = new("The application was cancelled before payment.", "درخواست پیش از پرداخت لغو شد."),
        [nameof(ApplicationCommand.Expire)] = new("The reservation of funds expired.", "مهلت رزرو منابع به پایان رسید."),
        [nameof(ApplicationFact.Assessed)] = new("The rules were evaluated; an officer decides.", "ضوابط بررسی شد؛ کارشناس تصمیم می‌گیرد."),
        [nameof(ApplicationFact.AssessedIneligible)] = new("The rules do not allow this loan.", "ضوابط اجازهٔ این وام را نمی‌دهد."),
        [nameof(ApplicationFact.FundsReserved)] = new("Funds are reserved.", "منابع رزرو شد."),
        [nameof(ApplicationFact.FundsUnavailable)] = new("There are no funds now; it waits in the queue.", "اکنون منابعی نیست؛ در صف می‌ماند."),
        [nameof(ApplicationFact.DisbursementOrdered)] = new("The payment is with the bank.", "پرداخت به بانک سپرده شد."),
        [nameof(ApplicationFact.DisbursementFailed)] = new("The bank refused the payment.", "بانک پرداخت را نپذیرفت."),
        [nameof(ApplicationFact.DisbursementReturned)] = new("The payment came back.", "وجه پرداخت‌شده برگشت خورد."),
        [nameof(ApplicationFact.LoanOpened)] = new("The loan was paid out.", "وام پرداخت شد."),
        [nameof(ApplicationFact.LoanSettled)] = new("The loan is repaid.", "وام تسویه شد."),
        [nameof(ApplicationFact.LoanReopened)] = new("A payment was taken back; the loan is owed again.", "یک پرداخت برگشت خورد؛ وام دوباره بدهکار است."),
        [nameof(ApplicationFact.LoanWrittenOff)] = new("The loan was written off.", "وام سوخت شد."),
    };

    private static readonly Dictionary<string, Bilingual> BankCodes = new()
    {
        ["AC01"] = new("The account number is wrong.", "شمارهٔ حساب نادرست است."),
        ["AC03"] = new("The account number of the payee is wrong.", "شمارهٔ حساب گیرنده نادرست است."),
        ["AC04"] = new("The account is closed.", "حساب بسته است."),
        ["AC06"] = new("The account is blocked.", "حساب مسدود است."),
        ["AG01"] = new("Payments to this account are not allowed.", "پرداخت به این حساب مجاز نیست."),
        ["AM05"] = new("The bank took it for a duplicate.", "بانک آن را تکراری دانست."),
        ["BE01"] = new("The name does not match the account.", "نام با صاحب حساب یکی نیست."),
        ["MD07"] = new("The payee has died.", "گیرنده درگذشته است."),
    };

    public static Bilingual NameOf(ApplicationState state) => States[state];

    /// <summary>What happened in a step, with the reason a person or the bank gave.</summary>
    public static Bilingual Describe(TransitionRow step)
    {
        var happened = Steps[step.Cause];
        return ReasonOf(step) is { } reason ? new Bilingual($"{happened.En} {reason.En}", $"{happened.Fa} {reason.Fa}") : happened;
    }

    /// <summary>The reason of a step in plain words; null when it needs none.</summary>
    public static Bilingual? ReasonOf(TransitionRow step) => step switch
    {
        { Note: null } => null,
        { Cause: nameof(ApplicationFact.FundsUnavailable), Note: "cash" } =>
            new("The funders have not deposited enough yet.", "سپردهٔ تأمین‌کنندگان هنوز کافی نیست."),
        { Cause: nameof(ApplicationFact.FundsUnavailable) } => new("The tranche is used up for now.", "سهم این بخش فعلاً پر است."),
        { Cause: nameof(ApplicationFact.DisbursementFailed) or nameof(ApplicationFact.DisbursementReturned) } => BankReason(step.Note),

        // Rule ids; what the rules say is told with the assessment.
        { Cause: nameof(ApplicationFact.Assessed) or nameof(ApplicationFact.AssessedIneligible) } => null,
        { Cause: nameof(ApplicationCommand.Expire) } when LocalDatePattern.Iso.Parse(step.Note).TryGetValue(default, out var lastDay) => new(
            $"The contract was not signed by {step.Note}, the last day of the reservation.",
            $"قرارداد تا {lastDay.ToPersian()}، آخرین روز مهلت رزرو، امضا نشد."),
        _ => new(step.Note, step.Note),
    };

    private static Bilingual BankReason(string code) => BankCodes.TryGetValue(code, out var words)
        ? new Bilingual($"{words.En} ({code})", $"{words.Fa} ({code})")
        : new Bilingual($"The bank's code is {code}.", $"کد بانک {code} است.");
}
