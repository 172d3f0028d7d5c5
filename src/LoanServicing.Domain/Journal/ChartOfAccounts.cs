namespace LoanServicing.Domain.Journal;

/// <summary>What an account is called and means, for people.</summary>
public sealed record AccountDescription(Bilingual Name, Bilingual Meaning);

/// <summary>The chart of accounts in words; the accounts themselves are <see cref="Accounts"/>.</summary>
public static class ChartOfAccounts
{
    private static readonly Dictionary<Account, AccountDescription> Descriptions = new()
    {
        [Accounts.Cash] = new(
            new("Cash at bank", "نقد نزد بانک"),
            new("The owner's money in the bank that no payment order has taken yet.", "پول صاحب حساب نزد بانک که هنوز هیچ دستور پرداختی آن را نگرفته است.")),
        [Accounts.Clearing] = new(
            new("Payments in clearing", "پرداخت‌های در راه"),
            new(
                "Ordered to be paid out and neither confirmed nor refused by the bank: still in the bank, no longer free.",
                "دستور پرداخت داده شده و بانک هنوز نه تأیید کرده و نه رد: در بانک است ولی آزاد نیست.")),
        [Accounts.LoansDisbursed] = new(
            new("Loans paid out", "تسهیلات پرداخت‌شده"),
            new("Principal paid out to borrowers, ever.", "اصل تسهیلاتی که تا کنون به وام‌گیرندگان پرداخت شده است.")),
        [Accounts.LoansCollected] = new(
            new("Principal collected", "اصل وصول‌شده"),
            new("Principal that borrowers have paid back.", "اصل تسهیلاتی که وام‌گیرندگان بازپرداخته‌اند.")),
        [Accounts.LoansReturned] = new(
            new("Payments returned", "پرداخت‌های برگشتی"),
            new("Principal of payments that had been confirmed and came back whole.", "اصل پرداخت‌هایی که تأیید شده بود و تمام آن برگشت.")),
        [Accounts.LoansWrittenOff] = new(
            new("Principal written off", "اصل سوخت‌شده"),
            new("Principal that borrowers owe no longer because it was given up.", "اصل تسهیلاتی که از وصول آن صرف‌نظر شده و دیگر بر عهدهٔ وام‌گیرنده نیست.")),
        [Accounts.Deposited] = new(
            new("Deposited by funders", "واریز تأمین‌کنندگان"),
            new("What a funder has put into the pool.", "آنچه تأمین‌کننده به منابع واریز کرده است.")),
        [Accounts.Remitted] = new(
            new("Remitted to funders", "بازگردانده به تأمین‌کنندگان"),
            new("What has been paid back to a funder.", "آنچه به تأمین‌کننده بازگردانده شده است.")),
        [Accounts.LoanLosses] = new(
            new("Losses of funders", "زیان تأمین‌کنندگان"),
            new(
                "What a funder bears of principal that was given up: its own, and what it has paid the other for.",
                "آنچه تأمین‌کننده از اصل سوخت‌شده بر عهده دارد: سهم خود او و آنچه به جای دیگری پرداخته است.")),
        [Accounts.LossesRecovered] = new(
            new("Losses recovered", "زیان بازیافته"),
            new("What has come back to a funder of its losses.", "آنچه از زیان تأمین‌کننده به او بازگشته است.")),
        [Accounts.FeeIncome] = new(
            new("Service fees", "کارمزد"),
            new("Service fees collected, the servicing bank's own.", "کارمزد وصول‌شده که از آنِ بانک عامل است.")),
        [Accounts.FeesSettled] = new(
            new("Service fees settled", "کارمزد تسویه‌شده"),
            new("Service fees that the servicing bank has taken out of the pool's account.", "کارمزدی که بانک عامل از حساب منابع برداشته است.")),
        [Accounts.LateCharges] = new(
            new("Charges for lateness", "هزینه و وجه التزام تأخیر"),
            new(
                "Costs of recovery and charges that borrowers have paid for lateness, the servicing bank's own.",
                "هزینهٔ وصول یا وجه التزامی که وام‌گیرندگان بابت تأخیر پرداخته‌اند و از آنِ بانک عامل است.")),
        [Accounts.LateChargesSettled] = new(
            new("Charges for lateness settled", "هزینه و وجه التزام تسویه‌شده"),
            new("Charges for lateness that the servicing bank has taken out of the pool's account.", "هزینه و وجه التزامی که بانک عامل از حساب منابع برداشته است.")),
        [Accounts.CharityPayable] = new(
            new("Owed to charity", "بدهی به امور خیریه"),
            new(
                "Paid by borrowers who had promised to give to charity when late, and not given to a charity yet; it is never income.",
                "آنچه وام‌گیرندگان به موجب تعهد خیریه بابت تأخیر پرداخته‌اند و هنوز به خیریه داده نشده است؛ هرگز درآمد نیست.")),
        [Accounts.BorrowerCredit] = new(
            new("Borrowers' credit", "بستانکاری وام‌گیرندگان"),
            new("Overpaid by borrowers and owed back to them.", "اضافه‌پرداخت وام‌گیرندگان که به آنان بدهکاریم.")),
        [Accounts.Suspense] = new(
            new("Suspense", "حساب معلق"),
            new("Money in the bank that nobody has explained yet.", "پولی در بانک که هنوز کسی آن را توضیح نداده است.")),
    };

    public static AccountDescription Describe(Account account) => Descriptions[account];
}
