using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using NodaTime;

namespace LoanServicing.Domain.Tests.Reconciliation;

public class MatchingTests
{
    private static readonly LocalDate Day = new(2026, 11, 22);
    private static readonly Guid Loan = Guid.CreateVersion7();

    [Fact]
    public void The_order_is_tried_before_the_reference()
    {
        var line = Line(84, "R1", order: "LS1", isCredit: false);
        var (byOrder, byReference) = (Movement(84, "X", order: "LS1", isCredit: false), Movement(84, "R1", isCredit: false));

        var match = Assert.Single(Matching.ByName([line], [byReference, byOrder]).Matches);

        Assert.Equal((MatchedBy.EndToEndId, byOrder.EntryId), (match.By, match.Movements.Single().EntryId));
    }

    [Fact]
    public void A_receipt_that_the_bank_told_under_another_reference_is_found_by_its_loan_and_day()
    {
        var line = Line(84, "STMT-9", loan: Loan);
        var (other, same) = (Movement(84, "PAYA-1", day: Day.PlusDays(1), subject: Loan), Movement(84, "PAYA-2", subject: Loan));

        var match = Assert.Single(Matching.ByName([line], [other, same]).Matches);

        Assert.Equal((MatchedBy.DepositId, same.EntryId), (match.By, match.Movements.Single().EntryId));
    }

    [Fact]
    public void Two_receipts_of_one_loan_on_one_day_are_matched_once_each_the_reference_first()
    {
        var lines = new[] { Line(84, "R2", loan: Loan), Line(84, "R1", loan: Loan), Line(84, "R3", loan: Loan) };
        var movements = new[] { Movement(84, "R1", subject: Loan), Movement(84, "PAYA", subject: Loan) };

        var matches = Matching.ByName(lines, movements).Matches;

        Assert.Equal(
            [(lines[1].LineId, movements[0].EntryId), (lines[0].LineId, movements[1].EntryId)],
            matches.Select(match => (match.Lines.Single().LineId, match.Movements.Single().EntryId)));
    }

    [Fact]
    public void A_line_of_a_loan_is_not_another_loans_receipt_whose_document_number_has_a_stroke()
    {
        var line = Line(84, "1404") with { LoanId = Guid.CreateVersion7() };

        Assert.Empty(Matching.ByName([line], [Movement(84, "1404/12")]).Matches);
        Assert.Single(Matching.ByName([Line(84, "1404")], [Movement(84, "1404/12")]).Matches);
    }

    [Fact]
    public void Several_lines_of_one_reference_are_one_movement_when_they_add_up()
    {
        var lines = new[] { Line(50, "R1"), Line(34, "R1") };

        var match = Assert.Single(Matching.ByName(lines, [Movement(84, "R1")]).Matches);

        Assert.Equal((2, 1), (match.Lines.Count, match.Movements.Count));
        Assert.Empty(Matching.ByName(lines, [Movement(85, "R1")]).Matches);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void One_line_is_a_whole_salary_list_when_its_rows_add_up(int rows)
    {
        var movements = Enumerable.Range(1, rows).Select(row => Movement(84, $"TRANSFER/7/{row}", subject: Guid.CreateVersion7())).ToList();

        var match = Assert.Single(Matching.ByName([Line(84 * rows, "TRANSFER/7")], movements).Matches);

        Assert.Equal((MatchedBy.Reference, rows), (match.By, match.Movements.Count));
        Assert.Empty(Matching.ByName([Line((84 * rows) + 1, "TRANSFER/7")], movements).Matches);
        Assert.Empty(Matching.ByName([Line(84 * rows, "TRANSFER/7"), Line(84 * rows, "TRANSFER/7")], [.. movements, .. movements.Select(one => one with { EntryId = Guid.CreateVersion7() })]).Matches);
    }

    [Fact]
    public void One_line_is_a_whole_batch_when_its_payments_add_up()
    {
        var batch = new[] { Movement(50, "B7/LS1", isCredit: false), Movement(34, "B7/LS2", isCredit: false) };

        var match = Assert.Single(Matching.ByName([Line(84, "B7", isCredit: false)], batch).Matches);

        Assert.Equal((1, 2), (match.Lines.Count, match.Movements.Count));
        Assert.Empty(Matching.ByName([Line(84, "B7")], batch).Matches); // it came, and they went
    }

    [Fact]
    public void A_line_of_one_loan_is_no_difference_to_the_receipt_of_another_that_shares_its_document_number()
    {
        var (line, movement) = (Line(85, "DOC-7", loan: Loan), Movement(84, "DOC-7", subject: Guid.CreateVersion7()));

        Assert.Empty(Matching.ByName([line], [movement]).Differences);
        Assert.Single(Matching.ByName([line], [movement with { SubjectId = Loan }]).Differences);
    }

    [Fact]
    public void The_same_name_with_another_amount_is_a_difference_and_no_match()
    {
        var (line, movement) = (Line(85, "R1"), Movement(84, "R1"));

        var (matches, differences) = Matching.ByName([line], [movement]);

        Assert.Empty(matches);
        Assert.Equal([new AmountDifference(line, movement)], differences);
    }

    [Fact]
    public void Amount_and_date_alone_match_only_where_nothing_else_has_them()
    {
        var (line, movement) = (Line(84, "R1"), Movement(84, "X"));

        Assert.Equal(MatchedBy.AmountAndDate, Assert.Single(Matching.OnlyPairs([line], [movement])).By);
        Assert.Empty(Matching.OnlyPairs([line, Line(84, "R2")], [movement]));
        Assert.Empty(Matching.OnlyPairs([line], [movement, Movement(84, "Y")]));
        Assert.Empty(Matching.OnlyPairs([line], [Movement(84, "X", day: Day.PlusDays(1))]));
        Assert.Empty(Matching.OnlyPairs([line], [Movement(84, "X", isCredit: false)]));
    }

    private static BankLine Line(long amount, string reference, string? order = null, Guid? loan = null, bool isCredit = true) =>
        new(Guid.CreateVersion7(), isCredit, new Rials(amount), Day, reference, order, loan, IsReversal: false);

    private static BookedMovement Movement(
        long amount, string? reference, string? order = null, Guid? subject = null, LocalDate? day = null, bool isCredit = true) =>
        new(Guid.CreateVersion7(), isCredit, new Rials(amount), day ?? Day, reference, order, subject ?? Guid.CreateVersion7());
}
