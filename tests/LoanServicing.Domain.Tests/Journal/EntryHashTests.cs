using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Tests.Journal;

public class EntryHashTests
{
    private static readonly Transfer Line = new(Accounts.Cash, Accounts.LoansCollected, Funders.Alavi, "health", new Rials(100));

    private static readonly EntryOrigin Origin = new(
        Guid.Parse("0190b3c6-7c00-7000-8000-000000000001"),
        new LocalDate(2026, 11, 22),
        Instant.FromUtc(2026, 11, 22, 10, 30),
        Guid.Parse("0190b3c6-7c00-7000-8000-000000000002"),
        Guid.Parse("0190b3c6-7c00-7000-8000-000000000003"))
    {
        ValueDate = new LocalDate(2026, 11, 21),
        BankReference = "R-1",
    };

    private static readonly JournalEntry Entry = new(Origin, EntryKinds.Repayment, [Line]);

    public static TheoryData<JournalEntry> Others =>
    [
        new(Origin with { EntryId = Guid.Empty }, Entry.Kind, [Line]),
        new(Origin with { BookingDate = new LocalDate(2026, 11, 23) }, Entry.Kind, [Line]),
        new(Origin with { RecordedAt = Origin.RecordedAt + Duration.FromNanoseconds(1000) }, Entry.Kind, [Line]),
        new(Origin with { SourceId = Guid.Empty }, Entry.Kind, [Line]),
        new(Origin with { SubjectId = Guid.Empty }, Entry.Kind, [Line]),
        new(Origin with { ValueDate = null }, Entry.Kind, [Line]),
        new(Origin with { BankReference = null }, Entry.Kind, [Line]),
        new(Origin with { BankReference = "" }, Entry.Kind, [Line]),
        new(Origin with { Corrects = Guid.Empty }, Entry.Kind, [Line]),
        new(Origin with { FactDate = new LocalDate(2026, 11, 21) }, Entry.Kind, [Line]),
        new(Origin, EntryKinds.Contribution, [Line]),
        new(Origin, Entry.Kind, [Line, Line]),
        new(Origin, Entry.Kind, [new Transfer(Line.Credit, Line.Debit, Line.Owner, Line.Tranche, Line.Amount)]),
        new(Origin, Entry.Kind, [new Transfer(Line.Debit, Line.Credit, Funders.Sina, Line.Tranche, Line.Amount)]),
        new(Origin, Entry.Kind, [new Transfer(Line.Debit, Line.Credit, Line.Owner, null, Line.Amount)]),
        new(Origin, Entry.Kind, [new Transfer(Line.Debit, Line.Credit, Line.Owner, Line.Tranche, new Rials(101))]),
    ];

    [Fact]
    public void Of_SameEntry_IsTheSameInEveryVersionOfTheProgram() =>
        Assert.Equal("a8cfaf1f57c49c6785c902394143ccdc56d474a535d1d51626f70de1d1c1d1b2", EntryHash.Of(Entry));

    [Fact]
    public void Of_InstantFinerThanStored_IsTheHashOfTheStoredOne() =>
        Assert.Equal(
            EntryHash.Of(Entry),
            EntryHash.Of(new JournalEntry(Origin with { RecordedAt = Origin.RecordedAt + Duration.FromNanoseconds(999) }, Entry.Kind, [Line])));

    [Theory]
    [MemberData(nameof(Others))]
    public void Of_AnyOtherColumn_IsAnotherHash(JournalEntry other) => Assert.NotEqual(EntryHash.Of(Entry), EntryHash.Of(other));
}
