using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Post;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Post;

/// <summary>Where there is no mail server, e-mails are put down as files.</summary>
public sealed class PickupFolderTests : PostTest
{
    [Fact]
    public async Task Each_letter_is_one_file_however_often_it_is_sent()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("loyalty-mail-").FullName, "mail");
        try
        {
            var (office, letter) = (Office(new PickupFolder(folder)), LetterTo("gus@example.org"));

            Assert.Equal(Delivery.Done, await office.SendAsync(letter, Cancel));
            Assert.Equal(Delivery.Done, await office.SendAsync(letter, Cancel));

            var mail = ReceivedMail.Of(Assert.Single(Directory.GetFileSystemEntries(folder)));
            Assert.Equal("Your PIN for Bücherfreunde", Assert.Single(mail.Field("Subject")));
            Assert.Contains("0417", mail.Text, StringComparison.Ordinal);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(folder) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_tried_again()
    {
        var file = Path.GetTempFileName();

        var delivery = await Office(new PickupFolder(file)).SendAsync(LetterTo("gus@example.org"), Cancel);

        File.Delete(file);
        Assert.Equal((MessageFault.Unreachable, true), (delivery.Fault!.Value, delivery.ConcernsAll));
    }
}
