using System.Text.Json.Nodes;
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
/// <param name="Name">Of the application and the number of its payment, for the trace.</param>
internal sealed record BankOrder(string Name, Application Application, string EndToEndId, long Amount, Fate Fate, LocalDate PaidOn)
{
    public Truth Truth { get; set; }

    public string Reference => "B-" + Name;

    public string ReturnReference => "Z-" + Name;

    /// <summary>What has not been told yet, in the order in which it happened.</summary>
    public List<string> ToTell { get; } = [];

    /// <summary>Nobody learns of it from the bank's files alone.</summary>
    public bool NeedsLetter => Fate is not (Fate.Paid or Fate.PaidAndReturned or Fate.Refused or Fate.RefusedAsReturn);

    public bool WrongAmountTold => Fate is Fate.PaidToldWithWrongAmount or Fate.NotPaidToldWithWrongAmount;
}

/// <summary>What the bank says in writing.</summary>
internal sealed record BankLetter(BankOrder Order, JsonObject Body);
