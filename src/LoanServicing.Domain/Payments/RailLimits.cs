using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Payments;

/// <summary>What a rail carries from a day on, until a later row of the same rail takes its place.</summary>
/// <param name="EffectiveFrom">The first business date on which it holds.</param>
/// <param name="Smallest">In rials, inclusive; null for none.</param>
/// <param name="Largest">In rials, inclusive; null for none.</param>
/// <param name="MostOrdersADayToOnePayee">Orders on this rail to one IBAN that we give to the bank on one business date; null for no limit.</param>
/// <param name="BankCodes">The only banks whose accounts it reaches, by the three digits of their IBANs; empty for all.</param>
public sealed record RailLimits(
    PaymentRail Rail,
    LocalDate EffectiveFrom,
    Rials? Smallest = null,
    Rials? Largest = null,
    int? MostOrdersADayToOnePayee = null,
    IReadOnlyList<string>? BankCodes = null)
{
    private const int BankCodeLength = 3;

    /// <summary>Whether it reaches accounts of this bank.</summary>
    public bool Reaches(string bankCode) => BankCodes is not { Count: > 0 } || BankCodes.Contains(bankCode, StringComparer.Ordinal);

    /// <summary>Whether it carries an order of this amount.</summary>
    public bool Carries(Rials amount) => !(amount < Smallest) && !(amount > Largest);

    /// <summary>Why it cannot be used, in words; empty when it can.</summary>
    internal IEnumerable<string> Problems()
    {
        var row = $"The limits of {Rail.Name()} from {EffectiveFrom:uuuu-MM-dd}";
        foreach (var (name, amount) in new[] { ("smallest", Smallest), ("largest", Largest) })
        {
            if (amount is { } rials && (!rials.IsPositive || rials.Value > Rials.MaxAmount))
            {
                yield return $"{row} have a {name} amount of {rials} rials, which is not from 1 to {Rials.MaxAmount}.";
            }
        }

        if (Smallest > Largest)
        {
            yield return $"{row} have a smallest amount above their largest.";
        }

        if (MostOrdersADayToOnePayee < 1)
        {
            yield return $"{row} allow {MostOrdersADayToOnePayee} orders a day to one payee; leave the rail out of the preference instead.";
        }

        foreach (var code in (BankCodes ?? []).Where(code => code.Length != BankCodeLength || !code.All(char.IsAsciiDigit)))
        {
            yield return $"{row} name the bank '{code}'; a bank is the three digits of its IBANs, such as 059.";
        }

        if (Rail == PaymentRail.Internal && BankCodes is not { Count: > 0 })
        {
            yield return $"{row} name no bank; the internal rail reaches only accounts of the banks it names.";
        }
    }
}
