using LoanServicing.Domain.Payments;
using static LoanServicing.Domain.Payments.PaymentOrderEffect;
using static LoanServicing.Domain.Payments.PaymentOrderEvent;
using static LoanServicing.Domain.Payments.PaymentOrderState;

namespace LoanServicing.Domain.Tests.Payments;

/// <summary>Each cell of the table, one line each: no cell may be reached by falling through.</summary>
public sealed class PaymentOrderTableTests
{
    public static TheoryData<PaymentOrderState, PaymentOrderEvent, PaymentOrderEffect, PaymentOrderState> Cells => new()
    {
        { Ordered, PutInFile, Apply, InFile },
        { Ordered, FileWritten, Conflict, Ordered },
        { Ordered, BankPaid, Conflict, Ordered },
        { Ordered, BankRefused, Conflict, Ordered },
        { Ordered, BankReturned, Conflict, Ordered },
        { Ordered, TakenAsPaid, Conflict, Ordered },
        { InFile, PutInFile, AlreadyDone, InFile },
        { InFile, FileWritten, Apply, Sent },
        { InFile, BankPaid, Apply, Paid },
        { InFile, BankRefused, Apply, Refused },
        { InFile, BankReturned, Apply, Bounced },
        { InFile, TakenAsPaid, Conflict, InFile },
        { Sent, PutInFile, Conflict, Sent },
        { Sent, FileWritten, AlreadyDone, Sent },
        { Sent, BankPaid, Apply, Paid },
        { Sent, BankRefused, Apply, Refused },
        { Sent, BankReturned, Apply, Bounced },
        { Sent, TakenAsPaid, Conflict, Sent },
        { Paid, PutInFile, Conflict, Paid },
        { Paid, FileWritten, AlreadyDone, Paid },
        { Paid, BankPaid, AlreadyDone, Paid },
        { Paid, BankRefused, Conflict, Paid },
        { Paid, BankReturned, Apply, Returned },
        { Paid, TakenAsPaid, Conflict, Paid },
        { Refused, PutInFile, Conflict, Refused },
        { Refused, FileWritten, AlreadyDone, Refused },
        { Refused, BankPaid, Conflict, Refused },
        { Refused, BankRefused, AlreadyDone, Refused },
        { Refused, BankReturned, Apply, Bounced },
        { Refused, TakenAsPaid, Apply, Paid },
        { Returned, PutInFile, Conflict, Returned },
        { Returned, FileWritten, AlreadyDone, Returned },
        { Returned, BankPaid, AlreadyDone, Returned },
        { Returned, BankRefused, Conflict, Returned },
        { Returned, BankReturned, AlreadyDone, Returned },
        { Returned, TakenAsPaid, Conflict, Returned },
        { Bounced, PutInFile, Conflict, Bounced },
        { Bounced, FileWritten, AlreadyDone, Bounced },
        { Bounced, BankPaid, Apply, Returned },
        { Bounced, BankRefused, AlreadyDone, Bounced },
        { Bounced, BankReturned, AlreadyDone, Bounced },
        { Bounced, TakenAsPaid, Conflict, Bounced },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Decide_EachCell_IsAsTheTableSays(
        PaymentOrderState state, PaymentOrderEvent happening, PaymentOrderEffect effect, PaymentOrderState next) =>
        Assert.Equal(new PaymentOrderStep(effect, next), PaymentOrderTable.Decide(state, happening));

    [Fact]
    public void Cells_CoverEveryStateAndEvent() =>
        Assert.Equal(Enum.GetValues<PaymentOrderState>().Length * Enum.GetValues<PaymentOrderEvent>().Length, Cells.Count());

    [Fact]
    public void Names_OfStatesAndEvents_LeadBack()
    {
        Assert.All(Enum.GetValues<PaymentOrderState>(), state => Assert.Equal(state, PaymentOrderNames.StateOf(state.Name())));
        Assert.All(Enum.GetValues<PaymentOrderEvent>(), happening => Assert.Equal(happening, PaymentOrderNames.EventOf(happening.Name())));
        Assert.Null(PaymentOrderNames.StateOf("settled"));
        Assert.Null(PaymentOrderNames.EventOf(null));
    }

    [Fact]
    public void Ids_GivenToTheBank_FitThirtyFiveCharactersOfTheCommonSet()
    {
        var id = Guid.CreateVersion7();
        Assert.All([PaymentIds.EndToEndId(id), PaymentIds.MessageId(id)], text =>
        {
            Assert.InRange(text.Length, 1, 35);
            Assert.All(text, letter => Assert.True(char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)));
        });
    }
}
