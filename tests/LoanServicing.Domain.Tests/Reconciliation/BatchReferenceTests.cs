using LoanServicing.Domain.Reconciliation;

namespace LoanServicing.Domain.Tests.Reconciliation;

public class BatchReferenceTests
{
    private const string Key = "0123456789ab0123456789ab";

    [Theory]
    [InlineData("B7/LS1", "B7")]
    [InlineData("B7/1", "B7")]
    [InlineData("1405/08/123", "1405/08")]
    [InlineData("B7", null)]
    [InlineData("/1", null)]
    [InlineData("B7/0123456789AB", "B7")] // what a bank writes is in capitals
    [InlineData("B7/0123456789ab", null)]
    public void The_batch_stands_before_the_last_stroke_unless_a_key_of_ours_stands_behind_it(string reference, string? batch) =>
        Assert.Equal(batch, BatchReference.Of(reference));

    [Fact]
    public void A_second_line_of_a_reference_has_a_name_that_is_no_batch_and_fits()
    {
        Assert.Equal("DOC-7/0123456789ab", BatchReference.WithKey("DOC-7", Key, 500));
        Assert.Equal($"{new string('A', 487)}/0123456789ab", BatchReference.WithKey(new string('A', 500), Key, 500));
        Assert.Null(BatchReference.Of(BatchReference.WithKey("DOC-7", Key, 500)));
        Assert.Equal("DOC-7", BatchReference.WithoutKey(BatchReference.WithKey("DOC-7", Key, 500)));
        Assert.Equal("DOC-7/1", BatchReference.WithoutKey("DOC-7/1"));
    }
}
