using LoanServicing.Domain;
using LoanServicing.Domain.Loans;

namespace LoanServicing.Repayment.Statements;

/// <summary>The words of the pages that a borrower is given, in both languages.</summary>
internal static class PageTexts
{
    public static Bilingual Statement { get; } = new("Account statement", "صورت حساب تسهیلات");

    public static Bilingual Letter { get; } = new("Settlement letter", "گواهی تسویهٔ تسهیلات");

    public static Bilingual LoanKind { get; } = new("Interest-free loan (qard al-hasan)", "تسهیلات قرض‌الحسنه");

    public static Bilingual Borrower { get; } = new("Borrower", "تسهیلات‌گیرنده");

    public static Bilingual NationalId { get; } = new("National id", "شمارهٔ ملی");

    public static Bilingual Contract { get; } = new("Contract number", "شمارهٔ قرارداد");

    public static Bilingual DepositId { get; } = new("Deposit id", "شناسهٔ واریز");

    public static Bilingual PaidOutOn { get; } = new("Paid out on", "تاریخ پرداخت تسهیلات");

    public static Bilingual PrincipalLent { get; } = new("Principal lent", "اصل تسهیلات");

    public static Bilingual Status { get; } = new("Status", "وضعیت");

    public static Bilingual Period { get; } = new("Period", "دوره");

    public static Bilingual To { get; } = new("to", "تا");

    public static Bilingual GivenOn { get; } = new("Given on", "تاریخ صدور");

    public static Bilingual NextDue { get; } = new("Due next", "قسط بعدی");

    public static Bilingual NothingDue { get; } = new("Nothing is due.", "قسطی در پیش نیست.");

    public static Bilingual DueOn { get; } = new("on", "در تاریخ");

    public static Bilingual Caption { get; } = new(
        "Movements by value date. Amounts in rials, in toman beneath.", "گردش حساب به ترتیب تاریخ ارزش. مبالغ به ریال و زیر آن به تومان است.");

    public static Bilingual Date { get; } = new("Date", "تاریخ");

    public static Bilingual Movement { get; } = new("Movement", "شرح");

    public static Bilingual Received { get; } = new("Received from you", "دریافت از شما");

    public static Bilingual Paid { get; } = new("Paid to you", "پرداخت به شما");

    public static Bilingual OfPrincipal { get; } = new("Of it principal", "بابت اصل");

    public static Bilingual OfFee { get; } = new("Of it fee", "بابت کارمزد");

    public static Bilingual FeeCharged { get; } = new("Fee charged", "کارمزد تعلق‌گرفته");

    public static Bilingual Outstanding { get; } = new("Principal owed", "ماندهٔ اصل");

    public static Bilingual FeeDue { get; } = new("Fee owed", "ماندهٔ کارمزد");

    public static Bilingual Credit { get; } = new("Owed to you", "بستانکاری شما");

    public static Bilingual Opening { get; } = new("Opening balance", "مانده در آغاز دوره");

    public static Bilingual Totals { get; } = new("Totals of the period", "جمع دوره");

    public static Bilingual Closing { get; } = new("Closing balance", "مانده در پایان دوره");

    public static Bilingual ReceiptNumber { get; } = new("No.", "شماره");

    public static Bilingual Reference { get; } = new("reference", "شمارهٔ پیگیری");

    public static Bilingual Channel { get; } = new("by", "از راه");

    public static Bilingual TakenBack { get; } = new("taken back on", "برگشت‌خورده در");

    public static Bilingual OfRecovery { get; } = new("recovered of what was written off", "وصول از مطالبات سوخت‌شده");

    public static Bilingual OfCredit { get; } = new("credit", "بستانکاری");

    public static Bilingual OfLate { get; } = new("for lateness", "بابت وجه تأخیر");

    public static Bilingual LateCharged { get; } = new("charged for lateness", "وجه تأخیر تعلق‌گرفته");

    public static Bilingual LateOwed { get; } = new("owed for lateness", "ماندهٔ وجه تأخیر");

    public static Bilingual LatePaid { get; } = new("Paid for lateness", "وجه تأخیر پرداخت‌شده");

    public static Bilingual OfWrittenOff { get; } = new("written off", "سوخت‌شده");

    public static Bilingual OfReturned { get; } = new("principal that came back", "اصل برگشتی");

    public static Bilingual FeePaid { get; } = new("Fee paid", "کارمزد پرداخت‌شده");

    public static Bilingual SettledOn { get; } = new("Settled on", "تاریخ تسویه");

    public static Bilingual NothingOwed { get; } = new(
        "This loan is settled in full. As of the day on which this letter is given, neither principal nor fee nor charge for lateness is owed on it.",
        "این تسهیلات به طور کامل تسویه شده است و در تاریخ صدور این گواهی هیچ بدهی از بابت اصل، کارمزد یا وجه تأخیر آن باقی نیست.");

    public static Bilingual Rial { get; } = new("rials", "ریال");

    public static Bilingual Toman { get; } = new("toman", "تومان");

    public static Bilingual OfStatus(string status) => status switch
    {
        nameof(LoanState.Active) => new("Active", "جاری"),
        nameof(LoanState.Settled) => new("Settled", "تسویه‌شده"),
        nameof(LoanState.Returned) => new("Payment came back", "پرداخت برگشته"),
        nameof(LoanState.WrittenOff) => new("Written off", "سوخت‌شده"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such state."),
    };

    public static Bilingual OfKind(string kind) => kind switch
    {
        "paidOut" => new("Loan paid out", "پرداخت تسهیلات"),
        "feeDue" => new("Fee of a loan-year", "کارمزد سال تسهیلات"),
        "lateCharge" => new("Days of lateness charged", "وجه تأخیر روزها"),
        "lateCost" => new("Cost of recovering charged", "هزینهٔ وصول"),
        "lateWaiver" => new("Charges for lateness waived", "بخشودگی وجه تأخیر"),
        "receipt" => new("Receipt", "دریافت"),
        "reversal" => new("Receipt taken back", "برگشت دریافت"),
        "refund" => new("Credit paid back", "بازپرداخت بستانکاری"),
        "planChange" => new("Change of plan", "تغییر برنامهٔ اقساط"),
        "writeOff" => new("Written off", "سوخت تسهیلات"),
        "returned" => new("Payment of the loan came back", "برگشت پرداخت تسهیلات"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such movement."),
    };

    public static Bilingual OfPlanChange(string kind) => kind switch
    {
        "holiday" => new("months without an instalment", "تنفس"),
        "extension" => new("more instalments", "افزایش تعداد اقساط"),
        "dueDay" => new("another due day", "تغییر روز سررسید"),
        "hardship" => new("payer in hardship", "امهال بدهکار ناتوان"),
        "callIn" => new("called in", "حال شدن بدهی"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such change of plan."),
    };
}
