namespace LoanServicing.Domain.Payments;

/// <summary>Why no rail takes an order. Of several rails the one counts that comes nearest to taking it: the highest number.</summary>
public enum RailProblem
{
    /// <summary>No preferred rail has limits that hold on the day.</summary>
    NotInForce = 1,

    /// <summary>No rail reaches the payee's bank.</summary>
    BankNotReached = 2,

    /// <summary>No rail carries this amount.</summary>
    AmountNotCarried = 3,

    /// <summary>The payee has been sent as many orders on this day as the rail allows; tomorrow it takes the order.</summary>
    PayeeHadMostToday = 4,
}

/// <summary>The problems as stored rows and answers spell them, and in sentences.</summary>
public static class RailProblems
{
    private static readonly Dictionary<RailProblem, (string Code, Bilingual Text)> All = new()
    {
        [RailProblem.NotInForce] = ("rail.not-in-force", new(
            "No rail in use has limits for this day: the order waits until an operator sets them (Bank:Rails).",
            "هیچ‌یک از سامانه‌های پرداخت در این روز سقف و کف معتبر ندارد: دستور تا تنظیم آن‌ها می‌ماند (Bank:Rails).")),
        [RailProblem.BankNotReached] = ("rail.bank-not-reached", new(
            "No rail in use reaches the payee's bank: the order waits until an operator adds one (Bank:RailPreference).",
            "هیچ‌یک از سامانه‌های پرداخت به بانک گیرنده نمی‌رسد: دستور تا افزودن سامانه‌ای دیگر می‌ماند (Bank:RailPreference).")),
        [RailProblem.AmountNotCarried] = ("rail.amount-not-carried", new(
            "No rail in use carries this amount to the payee's bank: the order waits until an operator adds one or its limits change (Bank:RailPreference, Bank:Rails).",
            "هیچ‌یک از سامانه‌های پرداخت این مبلغ را به بانک گیرنده نمی‌رساند: دستور تا افزودن سامانه یا تغییر سقف‌ها می‌ماند (Bank:RailPreference، Bank:Rails).")),
        [RailProblem.PayeeHadMostToday] = ("rail.payee-had-most-today", new(
            "The payee has been sent as many orders today as the rail allows: the order goes out on the next business date.",
            "گیرنده امروز به اندازهٔ سقف سامانه دستور پرداخت داشته است: این دستور در روز کاری بعد فرستاده می‌شود.")),
    };

    public static string Code(this RailProblem problem) => All[problem].Code;

    /// <summary>The problem of that code in a sentence.</summary>
    /// <exception cref="InvalidOperationException">Not one of the codes.</exception>
    public static Bilingual Describe(string code) => All.Values.Single(problem => problem.Code == code).Text;
}
