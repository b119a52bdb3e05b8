package touchline.api;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Makes pictures of a page half as large: 256 of its colours stay, each of the others becomes the nearest of them. */
final class FewColors {
    private static final int MOST = 256;

    private FewColors() {}

    static byte[] of(byte[] png) throws IOException {
        BufferedImage full = ImageIO.read(new ByteArrayInputStream(png));
        int width = full.getWidth();
        int[] pixels = full.getRGB(0, 0, width, full.getHeight(), null, 0, width);
        int[] kept = mostOf(pixels);
        BufferedImage few = new BufferedImage(
                width,
                full.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, kept.length, kept, 0, false, -1, DataBuffer.TYPE_BYTE));
        Map<Integer, Integer> found = new HashMap<>();
        for (int n = 0; n < pixels.length; n++) {
            int sample = found.computeIfAbsent(pixels[n], color -> nearest(color, kept));
            few.getRaster().setSample(n % width, n / width, 0, sample);
        }
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        ImageIO.write(few, "png", small);
        return small.toByteArray();
    }

    /** One by one the colour whose pixels are furthest from those that stay, so that a rare red doesn't become grey. */
    private static int[] mostOf(int[] pixels) {
        TreeMap<Integer, Long> counts = Arrays.stream(pixels)
                .boxed()
                .collect(Collectors.groupingBy(color -> color, TreeMap::new, Collectors.counting()));
        int[] colors = counts.keySet().stream().mapToInt(color -> color).toArray();
        double[] pixelsOf = counts.values().stream().mapToDouble(count -> count).toArray();
        double[] errors = new double[colors.length]; // of all pixels of a colour
        Arrays.fill(errors, Double.MAX_VALUE);
        int[] kept = new int[Math.min(MOST, colors.length)];
        for (int n = 0; n < kept.length; n++) {
            int worst = 0;
            for (int one = 1; one < colors.length; one++) {
                if (errors[one] > errors[worst]) {
                    worst = one;
                }
            }
            kept[n] = colors[worst];
            for (int one = 0; one < colors.length; one++) {
                errors[one] = Math.min(errors[one], pixelsOf[one] * distance(colors[one], kept[n]));
            }
        }
        return kept;
    }

    private static int nearest(int color, int[] kept) {
        return IntStream.range(0, kept.length)
                .boxed()
                .min(Comparator.comparingInt(n -> distance(color, kept[n])))
                .orElseThrow();
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int apart = ((one >> shift) & 0xff) - ((other >> shift) & 0xff);
            sum += apart * apart;
        }
        return sum;
    }
}
