using NodaTime;

namespace LoanServicing.Simulation.People;

/// <summary>What really happened to the money.</summary>
internal enum Truth
{
    NotPaid,
    Paid,
    Returned,
}

/// <summary>What the bank does with an order and how it tells.</summary>
internal enum Fate
{
    Paid,
    PaidAndReturned,
    Refused,
    RefusedAsReturn,
    PaidToldWithWrongAmount,
    NotPaidToldWithWrongAmount,
    PaidNeverTold,
    NotPaidNeverTold,
    RefusedThenToldPaid,
    RefusedThenPaid,
}

/// <summary>A payment as the bank keeps it.</summary>
internal sealed class BankOrder
{
    /// <param name="name">Of the application and the number of its payment, for the trace.</param>
    public BankOrder(string name, Application application, string endToEndId, long amount, Fate fate, LocalDate paidOn)
    {
        (Name, Application, EndToEndId, Amount, Fate, PaidOn) = (name, application, endToEndId, amount, fate, paidOn);
        (Truth, string[] toTell) = fate switch
        {
            Fate.Paid or Fate.PaidToldWithWrongAmount => (Truth.Paid, new[] { "paid" }),
            Fate.PaidAndReturned => (Truth.Returned, ["paid", "returned"]),
            Fate.Refused => (Truth.NotPaid, ["refused"]),
            Fate.RefusedAsReturn => (Truth.NotPaid, ["returned"]),
            Fate.NotPaidToldWithWrongAmount => (Truth.NotPaid, ["paid"]),
            Fate.PaidNeverTold => (Truth.Paid, []),
            Fate.NotPaidNeverTold => (Truth.NotPaid, []),
            Fate.RefusedThenToldPaid => (Truth.NotPaid, ["refused", "paid"]),
            Fate.RefusedThenPaid => (Truth.Paid, ["refused", "paid"]),
            _ => throw new ArgumentOutOfRangeException(nameof(fate), fate, null),
        };
        ToTell = [.. toTell];
    }

    public string Name { get; }

    public Application Application { get; }

    public string EndToEndId { get; }

    public long Amount { get; }

    public Fate Fate { get; }

    public LocalDate PaidOn { get; }

    public Truth Truth { get; set; }

    /// <summary>What has not been told yet, in the order in which it happened.</summary>
    public List<string> ToTell { get; }

    public string Reference => "B-" + Name;

    public string ReturnReference => "Z-" + Name;

    /// <summary>Nobody learns of it from the bank's files alone.</summary>
    public bool NeedsLetter => Fate is not (Fate.Paid or Fate.PaidAndReturned or Fate.Refused or Fate.RefusedAsReturn);

    public bool WrongAmountTold => Fate is Fate.PaidToldWithWrongAmount or Fate.NotPaidToldWithWrongAmount;
}
