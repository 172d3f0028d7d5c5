using System.Reflection;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using NodaTime;

namespace LoanServicing.Domain.Tests.Payments;

public sealed class BankAnswerRulesTests
{
    private static readonly LocalDate OrderedOn = new(2026, 11, 22);
    private static readonly LocalDate Today = new(2026, 11, 24);

    private static readonly PaymentOrderFacts Sent = new(PaymentOrderState.Sent, new Rials(380_000_000), OrderedOn);

    private static readonly PaymentOrderFacts PaidOrder =
        Sent with { State = PaymentOrderState.Paid, PaidOn = new LocalDate(2026, 11, 23), BankReference = "FT1" };

    private static readonly BankAnswer Booked = new(BankAnswerKind.Paid, "LS1", new Rials(380_000_000), new LocalDate(2026, 11, 23), "FT1");

    private static readonly BankAnswer CameBack = Booked with { Kind = BankAnswerKind.Returned, BankReference = "FT2", ReasonCode = "AC04" };

    [Fact]
    public void Decide_BookedWithTheSameAmount_Applies() =>
        Assert.Equal(new BankAnswerDecision(BankAnswerOutcome.Applied, PaymentOrderEvent.BankPaid), Decide(Sent, Booked));

    [Fact]
    public void Decide_NoSuchOrder_IsAProblem() => AssertProblem(BankAnswerProblem.EndToEndIdUnknown, order: null, Booked);

    [Theory]
    [InlineData(380_000_001L)]
    [InlineData(379_999_999L)]
    public void Decide_AnotherAmount_IsAProblem(long amount)
    {
        AssertProblem(BankAnswerProblem.AmountDiffers, Sent, Booked with { Amount = new Rials(amount) });
        AssertProblem(BankAnswerProblem.AmountDiffers, PaidOrder, CameBack with { Amount = new Rials(amount) });
        AssertProblem(BankAnswerProblem.AmountDiffers, Sent, new BankAnswer(BankAnswerKind.Refused, "LS1", new Rials(amount)));
    }

    [Fact]
    public void Decide_ValueDates_BeforeTheOrderOrFarAhead_AreProblems()
    {
        Assert.Equal(BankAnswerOutcome.Applied, Decide(Sent, Booked with { ValueDate = OrderedOn }).Outcome);
        Assert.Equal(BankAnswerOutcome.Applied, Decide(Sent, Booked with { ValueDate = Today }).Outcome);
        AssertProblem(BankAnswerProblem.ValueDateTooEarly, Sent, Booked with { ValueDate = OrderedOn.PlusDays(-1) });
        AssertProblem(BankAnswerProblem.ValueDateInFuture, Sent, Booked with { ValueDate = Today.PlusDays(BankAnswerRules.MostDaysAhead + 1) });
        AssertProblem(BankAnswerProblem.ValueDateMissing, Sent, Booked with { ValueDate = null });
        AssertProblem(BankAnswerProblem.ValueDateTooEarly, PaidOrder, CameBack with { ValueDate = OrderedOn });
    }

    [Fact]
    public void Decide_TheSameBookingTwice_ChangesNothing()
    {
        Assert.Equal(BankAnswerOutcome.AlreadyDone, Decide(PaidOrder, Booked).Outcome);
        Assert.Equal(BankAnswerOutcome.AlreadyDone, Decide(PaidOrder with { State = PaymentOrderState.Returned }, Booked).Outcome);
    }

    [Fact]
    public void Decide_ABookingThatAnotherSourceTold_ChangesNothing_WhateverItsReferenceAndDate()
    {
        var toldElsewhere = PaidOrder with { ToldBefore = [] };
        var onStatement = Booked with { BankReference = "S7", ValueDate = Today };

        Assert.Equal(BankAnswerOutcome.AlreadyDone, Decide(toldElsewhere, onStatement).Outcome);
        AssertProblem(BankAnswerProblem.AmountDiffers, toldElsewhere, onStatement with { Amount = new Rials(1) });
    }

    [Fact]
    public void Decide_ASecondBookingOfOneSource_IsADoublePayment_AndTheSameAgainChangesNothing()
    {
        var toldOnce = PaidOrder with { ToldBefore = [new ToldBooking("S7", Today)] };

        Assert.Equal(BankAnswerOutcome.AlreadyDone, Decide(toldOnce, Booked with { BankReference = "S7", ValueDate = Today }).Outcome);
        AssertProblem(BankAnswerProblem.PaidTwice, toldOnce, Booked with { BankReference = "S8", ValueDate = Today });
        AssertProblem(BankAnswerProblem.ValueDateDiffers, toldOnce, Booked with { BankReference = "S7" });
    }

    [Fact]
    public void Decide_BookedAgainUnderAnotherReference_IsADoublePayment() =>
        AssertProblem(BankAnswerProblem.PaidTwice, PaidOrder, Booked with { BankReference = "FT9" });

    [Fact]
    public void Decide_TheSameReferenceOnAnotherDay_IsAContradiction() =>
        AssertProblem(BankAnswerProblem.ValueDateDiffers, PaidOrder, Booked with { ValueDate = Today });

    [Theory]
    [InlineData(1)]
    [InlineData(BankAnswerRules.MostDaysAhead)]
    public void Decide_AValueDateAheadOfTheBusinessDate_WaitsForIt(int days)
    {
        var ahead = Today.PlusDays(days);
        var expected = new BankAnswerDecision(BankAnswerOutcome.Waiting, PaymentOrderEvent.BankPaid, BankAnswerProblem.AwaitsValueDate);

        Assert.Equal(expected, Decide(Sent, Booked with { ValueDate = ahead }));
        Assert.Equal(expected with { Event = PaymentOrderEvent.BankReturned }, Decide(PaidOrder, CameBack with { ValueDate = ahead }));
        Assert.Equal(BankAnswerOutcome.Applied, BankAnswerRules.Decide(Sent, Booked with { ValueDate = ahead }, ahead).Outcome);
    }

    [Fact]
    public void Decide_ReturnBeforeItsBooking_Applies_AndTheBookingFollows()
    {
        var bounced = Sent with { State = PaymentOrderState.Bounced };

        Assert.Equal(new BankAnswerDecision(BankAnswerOutcome.Applied, PaymentOrderEvent.BankReturned), Decide(Sent, CameBack));
        Assert.Equal(new BankAnswerDecision(BankAnswerOutcome.Applied, PaymentOrderEvent.BankPaid), Decide(bounced, Booked));
        AssertProblem(BankAnswerProblem.AmountDiffers, bounced, Booked with { Amount = new Rials(1) });
        AssertProblem(
            BankAnswerProblem.PaidTwice,
            PaidOrder with { State = PaymentOrderState.Returned },
            Booked with { BankReference = "FT9" });
    }

    [Fact]
    public void Decide_ReturnOfAPaidOrder_Applies() =>
        Assert.Equal(new BankAnswerDecision(BankAnswerOutcome.Applied, PaymentOrderEvent.BankReturned), Decide(PaidOrder, CameBack));

    [Theory]
    [InlineData(PaymentOrderState.Ordered, BankAnswerProblem.NotSent)]
    [InlineData(PaymentOrderState.Refused, BankAnswerProblem.AlreadyRefused)]
    public void Decide_BookedAgainstTheState_IsAProblem(PaymentOrderState state, string problem) =>
        AssertProblem(problem, Sent with { State = state }, Booked);

    [Fact]
    public void Decide_RefusedAfterPaid_IsAProblem()
    {
        var refused = new BankAnswer(BankAnswerKind.Refused, "LS1", ReasonCode: "AC01");
        AssertProblem(BankAnswerProblem.AlreadyPaid, PaidOrder, refused);
        AssertProblem(BankAnswerProblem.AlreadyReturned, PaidOrder with { State = PaymentOrderState.Returned }, refused);
        Assert.Equal(BankAnswerOutcome.Applied, Decide(Sent, refused).Outcome);
    }

    [Fact]
    public void Decide_WhatTheReaderCouldNotRead_StaysAProblem() =>
        AssertProblem(BankAnswerProblem.AmountUnreadable, Sent, Booked with { Amount = null, Problem = BankAnswerProblem.AmountUnreadable });

    [Fact]
    public void Decide_Acknowledgement_IsInformative() =>
        Assert.Equal(BankAnswerOutcome.Informative, Decide(Sent, new BankAnswer(BankAnswerKind.Informative, "LS1")).Outcome);

    [Fact]
    public void Describe_EveryCode_HasBothLanguages()
    {
        var codes = typeof(BankAnswerProblem).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToArray();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.False(
            string.IsNullOrWhiteSpace(BankAnswerProblem.Describe(code).En) || string.IsNullOrWhiteSpace(BankAnswerProblem.Describe(code).Fa)));
    }

    private static BankAnswerDecision Decide(PaymentOrderFacts? order, BankAnswer answer) => BankAnswerRules.Decide(order, answer, Today);

    private static void AssertProblem(string problem, PaymentOrderFacts? order, BankAnswer answer) =>
        Assert.Equal(new BankAnswerDecision(BankAnswerOutcome.Problem, Event: null, problem), Decide(order, answer));
}
