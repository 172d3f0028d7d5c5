using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using NodaTime;

namespace LoanServicing.Domain.Tests.Payments;

public sealed class PaymentRailsTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);
    private static readonly Sheba AtSina = Sheba.Parse("IR740590000000001234567890");
    private static readonly Sheba Elsewhere = Sheba.Parse("IR820540102680020817909002");

    private static readonly PaymentRails WithPol =
        PaymentRails.Default with { Preference = [PaymentRail.Pol, PaymentRail.Paya, PaymentRail.Satna] };

    [Fact]
    public void Default_CanBeUsed() => Assert.Empty(PaymentRails.Default.Problems());

    [Theory]
    [InlineData(1, PaymentRail.Paya)]
    [InlineData(2_000_000_000, PaymentRail.Paya)]
    [InlineData(2_000_000_001, PaymentRail.Satna)]
    [InlineData(144_000_000_000_000, PaymentRail.Satna)]
    public void Choose_ToAnotherBank_IsPayaUpToItsLimit_AndSatnaAbove(long amount, PaymentRail rail) =>
        Assert.Equal(new RailChoice(rail, Problem: null), Choose(PaymentRails.Default, amount, Elsewhere));

    [Theory]
    [InlineData(1)]
    [InlineData(4_000_000_000)]
    public void Choose_WithinSina_IsInternal_WhateverTheAmount(long amount) =>
        Assert.Equal(PaymentRail.Internal, Choose(PaymentRails.Default, amount, AtSina).Rail);

    [Fact]
    public void Choose_ADatedLimit_BeginsOnItsDay()
    {
        var firstOfKhordad = SolarHijriDate.Create(1404, 3, 1).ToIso();
        var firstOfDey = SolarHijriDate.Create(1400, 10, 1).ToIso();

        Assert.Equal(PaymentRail.Satna, Choose(PaymentRails.Default, 1_000_000_001, Elsewhere, firstOfKhordad.PlusDays(-1)).Rail);
        Assert.Equal(PaymentRail.Paya, Choose(PaymentRails.Default, 1_000_000_001, Elsewhere, firstOfKhordad).Rail);
        Assert.Equal(PaymentRail.Paya, Choose(PaymentRails.Default, 1_000_000_000, Elsewhere, firstOfDey).Rail);
        Assert.Equal(RailProblem.NotInForce, Choose(PaymentRails.Default, 1_000_000_000, Elsewhere, firstOfDey.PlusDays(-1)).Problem);
    }

    [Theory]
    [InlineData(500_000_000, 4, PaymentRail.Pol)]
    [InlineData(500_000_000, 5, PaymentRail.Paya)]
    [InlineData(500_000_001, 0, PaymentRail.Paya)]
    public void Choose_Pol_OnlyWhenPreferred_UpToItsAmountAndItsOrdersADay(long amount, int sentToday, PaymentRail rail)
    {
        Assert.Equal(rail, WithPol.Choose(new Rials(amount), Elsewhere, Today, on => on == PaymentRail.Pol ? sentToday : 0).Rail);
        Assert.Equal(PaymentRail.Paya, Choose(PaymentRails.Default, amount, Elsewhere).Rail);
    }

    [Fact]
    public void Choose_AnAmountThatNoRailCarries_SaysSo_AtOneBelowAndOneAbove()
    {
        var satnaAlone = PaymentRails.Default with { Preference = [PaymentRail.Satna] };
        var payaAlone = PaymentRails.Default with { Preference = [PaymentRail.Paya] };

        Assert.Equal(PaymentRail.Satna, Choose(satnaAlone, 1_000_000_000, Elsewhere).Rail);
        Assert.Equal(RailProblem.AmountNotCarried, Choose(satnaAlone, 999_999_999, Elsewhere).Problem);
        Assert.Equal(RailProblem.AmountNotCarried, Choose(payaAlone, 2_000_000_001, Elsewhere).Problem);
    }

    [Fact]
    public void Choose_OfSeveralReasons_TellsTheOneThatComesNearest()
    {
        var internalAlone = PaymentRails.Default with { Preference = [PaymentRail.Internal] };
        var polAlone = PaymentRails.Default with { Preference = [PaymentRail.Pol] };
        var both = PaymentRails.Default with { Preference = [PaymentRail.Internal, PaymentRail.Satna] };

        Assert.Equal(RailProblem.BankNotReached, Choose(internalAlone, 5, Elsewhere).Problem);
        Assert.Equal(RailProblem.AmountNotCarried, Choose(both, 5, Elsewhere).Problem);
        Assert.Equal(RailProblem.PayeeHadMostToday, polAlone.Choose(new Rials(5), Elsewhere, Today, _ => 5).Problem);
    }

    [Fact]
    public void CountsOrders_OnlyWhenAPreferredRailHasADailyLimit()
    {
        Assert.False(PaymentRails.Default.CountsOrders());
        Assert.True(WithPol.CountsOrders());
    }

    public static TheoryData<RailLimits, string> UnusableRows => new()
    {
        { Paya(largest: 0), "largest amount of 0 rials" },
        { Paya(largest: Rials.MaxAmount + 1), "which is not from 1 to" },
        { Paya(smallest: -1), "smallest amount of -1 rials" },
        { Paya(smallest: 6, largest: 5), "smallest amount above their largest" },
        { Paya() with { MostOrdersADayToOnePayee = 0 }, "allow 0 orders a day" },
        { Paya() with { BankCodes = ["59"] }, "name the bank '59'" },
        { Paya() with { BankCodes = ["۰۵۹"] }, "name the bank '۰۵۹'" },
        { Paya() with { Rail = PaymentRail.Internal }, "name no bank" },
    };

    [Theory]
    [MemberData(nameof(UnusableRows))]
    public void Problems_OfARowThatCannotBeUsed_NameItsRailAndDay(RailLimits row, string said)
    {
        var problem = Assert.Single(new PaymentRails([row], [row.Rail]).Problems());

        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.Contains($"{row.Rail.Name()} from 2026-11-22", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_OfTheTable_AreAllTold()
    {
        Assert.Contains("No rail is preferred", Assert.Single(new PaymentRails([Paya()], []).Problems()), StringComparison.Ordinal);
        Assert.Equal(
            ["paya has 2 rows of limits from 2026-11-22; one day has one.", "paya stands 2 times in the preference.", "pol is preferred and has no limits."],
            new PaymentRails([Paya(), Paya(largest: 5)], [PaymentRail.Paya, PaymentRail.Pol, PaymentRail.Paya]).Problems());
        Assert.Empty(new PaymentRails([Paya(smallest: 5, largest: 5)], [PaymentRail.Paya]).Problems());
    }

    [Fact]
    public void Names_AreRead_InUpperAndLowerCase()
    {
        Assert.All(Enum.GetValues<PaymentRail>(), rail => Assert.Equal(rail, PaymentRailNames.Of(rail.Name())));
        Assert.Equal(PaymentRail.Paya, PaymentRailNames.Of("PAYA"));
        Assert.Null(PaymentRailNames.Of("shetab"));
        Assert.Null(PaymentRailNames.Of(null));
    }

    [Fact]
    public void EveryProblem_HasItsCodeAndASentenceInBothLanguages() => Assert.All(Enum.GetValues<RailProblem>(), problem =>
    {
        var text = RailProblems.Describe(problem.Code());
        Assert.NotEmpty(text.En);
        Assert.NotEmpty(text.Fa);
    });

    [Fact]
    public void CctiMessageId_IsTheDebtorsIbanAndNineDigits()
    {
        Assert.Equal("IR740590000000001234567890000000001", PaymentIds.CctiMessageId(AtSina, 1));
        Assert.Equal(35, PaymentIds.CctiMessageId(AtSina, 999_999_999).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => PaymentIds.CctiMessageId(AtSina, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PaymentIds.CctiMessageId(AtSina, 1_000_000_000));
    }

    private static RailLimits Paya(long? smallest = null, long? largest = null) =>
        new(PaymentRail.Paya, Today, smallest is { } low ? new Rials(low) : null, largest is { } high ? new Rials(high) : null);

    private static RailChoice Choose(PaymentRails rails, long amount, Sheba payee, LocalDate? on = null) =>
        rails.Choose(new Rials(amount), payee, on ?? Today, _ => 0);
}
