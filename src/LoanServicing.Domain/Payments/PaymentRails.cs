using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Payments;

/// <summary>The rail of an order, or why there is none. One of the two is null.</summary>
public readonly record struct RailChoice(PaymentRail? Rail, RailProblem? Problem);

/// <summary>
/// The rails that may be used, with their dated limits, and in which order they are tried. Pure. The limits are those of the central bank's circulars
/// (domain.md section 6, sources S83 to S85): Paya 2,000,000,000 rials an order from 1 Khordad 1404 (circular 04/35504) and 1,000,000,000 from Dey 1400; Satna
/// from 1,000,000,000; Pol 500,000,000 and five orders a day to one payee.
/// </summary>
/// <param name="Limits">In any order; of one rail, the latest row that has begun holds.</param>
/// <param name="Preference">The first rail that takes an order carries it; a rail that is not listed is never used.</param>
public sealed record PaymentRails(IReadOnlyList<RailLimits> Limits, IReadOnlyList<PaymentRail> Preference)
{
    private const long Billion = 1_000_000_000;

    // domain.md names 1 Khordad 1404 and Dey 1400 for Paya; of the other rails it tells only what holds now.
    private static readonly LocalDate Khordad1404 = new(2025, 5, 22);
    private static readonly LocalDate Dey1400 = new(2021, 12, 22);

    /// <summary>What holds unless it is configured otherwise: internally within Sina Bank (059), else Paya, else Satna.</summary>
    public static PaymentRails Default { get; } = new(
        [
            new RailLimits(PaymentRail.Internal, Dey1400, BankCodes: ["059"]),
            new RailLimits(PaymentRail.Paya, Dey1400, Largest: new Rials(Billion)),
            new RailLimits(PaymentRail.Paya, Khordad1404, Largest: new Rials(2 * Billion)),
            new RailLimits(PaymentRail.Satna, Dey1400, Smallest: new Rials(Billion)),
            new RailLimits(PaymentRail.Pol, Dey1400, Largest: new Rials(Billion / 2), MostOrdersADayToOnePayee: 5),
        ],
        [PaymentRail.Internal, PaymentRail.Paya, PaymentRail.Satna]);

    /// <summary>Whether <see cref="Choose"/> needs to know how many orders a payee has been sent today.</summary>
    public bool CountsOrders() => Limits.Any(limits => limits.MostOrdersADayToOnePayee is not null && Preference.Contains(limits.Rail));

    /// <summary>The limits of a rail on a day; null where none have begun.</summary>
    public RailLimits? InForce(PaymentRail rail, LocalDate date) =>
        Limits.Where(limits => limits.Rail == rail && limits.EffectiveFrom <= date).MaxBy(limits => limits.EffectiveFrom);

    /// <summary>The first preferred rail that takes an order.</summary>
    /// <param name="businessDate">The day on which the order is given to the bank.</param>
    /// <param name="ordersToPayeeToday">How many orders to this payee have been put on a rail with this business date.</param>
    public RailChoice Choose(Rials amount, Sheba payee, LocalDate businessDate, Func<PaymentRail, int> ordersToPayeeToday)
    {
        ArgumentNullException.ThrowIfNull(ordersToPayeeToday);
        var nearest = RailProblem.NotInForce;
        foreach (var rail in Preference)
        {
            if (Obstacle(rail, amount, payee, businessDate, ordersToPayeeToday(rail)) is not { } obstacle)
            {
                return new RailChoice(rail, Problem: null);
            }

            nearest = obstacle > nearest ? obstacle : nearest;
        }

        return new RailChoice(Rail: null, nearest);
    }

    /// <summary>Why a rail does not take an order; null when it does.</summary>
    public RailProblem? Obstacle(PaymentRail rail, Rials amount, Sheba payee, LocalDate businessDate, int ordersToPayeeToday) =>
        InForce(rail, businessDate) switch
        {
            null => RailProblem.NotInForce,
            { } limits when !limits.Reaches(payee.BankCode) => RailProblem.BankNotReached,
            { } limits when !limits.Carries(amount) => RailProblem.AmountNotCarried,
            { MostOrdersADayToOnePayee: { } most } when ordersToPayeeToday >= most => RailProblem.PayeeHadMostToday,
            _ => null,
        };

    /// <summary>Why the table cannot be used, a sentence each; empty when it can.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = Limits.SelectMany(limits => limits.Problems()).ToList();
        problems.AddRange(Limits.CountBy(limits => (limits.Rail, limits.EffectiveFrom)).Where(group => group.Value > 1)
            .Select(group => $"{group.Key.Rail.Name()} has {group.Value} rows of limits from {group.Key.EffectiveFrom:uuuu-MM-dd}; one day has one."));
        problems.AddRange(Preference.CountBy(rail => rail).Where(group => group.Value > 1)
            .Select(group => $"{group.Key.Name()} stands {group.Value} times in the preference."));
        problems.AddRange(Preference.Distinct().Where(rail => Limits.All(limits => limits.Rail != rail))
            .Select(rail => $"{rail.Name()} is preferred and has no limits."));
        if (Preference.Count == 0)
        {
            problems.Add("No rail is preferred, so that no order could ever be paid.");
        }

        return problems;
    }
}
